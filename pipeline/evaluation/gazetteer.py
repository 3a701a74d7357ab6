"""Names of states, their people, capitals, larger parts and well-known authorities, by jurisdiction.

Jurisdictions follow legal systems: members of the European Union are
the EU, and Hong Kong, Macau and Taiwan, which legislate for themselves, stand apart from mainland China.
"""


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in lines for name in line.split(","))


NAMES = {
    "US": _names(
        "US, USA, United States, America, American, Americans, Washington, White House, Capitol Hill, Pentagon",
        "Congress, FTC, Federal Trade Commission, SEC, FCC, Federal Communications Commission, FDA, NHTSA, NIST",
        "CFPB, EEOC, DOJ, FBI, Justice Department, Department of Justice, Commerce Department, Department of Commerce",
        "Treasury Department, State Department, Department of Defense, Bureau of Industry and Security, CFIUS",
        "Alabama, Alaska, Arizona, Arkansas, California, Californian, Colorado, Connecticut, Delaware, Florida",
        "Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan",
        "Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York",
        "North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina",
        "South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, West Virginia, Wisconsin, Wyoming",
        "San Francisco, Los Angeles, Chicago, Seattle, Boston, Manhattan, Sacramento, Silicon Valley",
    ),
    "EU": _names(
        "EU, European Union, Europe, European, Europeans, Brussels, Strasbourg, EDPB, EDPS, CJEU, European Commission",
        "Austria, Austrian, Vienna, Belgium, Belgian, Bulgaria, Bulgarian, Croatia, Croatian, Zagreb",
        "Cyprus, Cypriot, Nicosia, Czech, Czechia, Czech Republic, Prague, Denmark, Danish, Copenhagen",
        "Estonia, Estonian, Tallinn, Finland, Finnish, Helsinki, France, French, Paris, CNIL, Arcom",
        "Germany, German, Germans, Berlin, Bavaria, Hamburg, Bundestag, Bundeskartellamt, BaFin",
        "Greece, Greek, Athens, Hungary, Hungarian, Budapest, Ireland, Irish, Dublin, Data Protection Commission",
        "Italy, Italian, Italians, Rome, Milan, Garante, AGCM, Latvia, Latvian, Riga, Lithuania, Lithuanian, Vilnius",
        "Luxembourg, Malta, Maltese, Valletta, Netherlands, Dutch, The Hague, Amsterdam",
        "Poland, Polish, Warsaw, UOKiK, Portugal, Portuguese, Lisbon, Romania, Romanian, Bucharest",
        "Slovakia, Slovak, Bratislava, Slovenia, Slovenian, Ljubljana, Spain, Spanish, Madrid, AEPD, AESIA",
        "Sweden, Swedish, Stockholm",
    ),
    "UK": _names(
        "UK, United Kingdom, Britain, British, Britons, England, Scotland, Scottish, Wales, Welsh, Northern Ireland",
        "Northern Irish, London, Edinburgh, Cardiff, Belfast, Whitehall, Westminster, Downing Street, House of Lords",
        "House of Commons, Ofcom, ICO, CMA, FCA, NCSC, Competition and Markets Authority, Information Commissioner",
        "Financial Conduct Authority, DSIT",
    ),
    "China": _names(
        "China, Chinese, PRC, Beijing, Shanghai, Shenzhen, Guangdong, Guangzhou, Hangzhou, Zhejiang, Tianjin",
        "Chongqing, Chengdu, Sichuan, Hainan, Wuhan, Hubei, Hunan, Jiangsu, Nanjing, Hebei, Henan, Shandong, Fujian",
        "Shanxi, Shaanxi, Liaoning, Jilin, Anhui, Jiangxi, Yunnan, Guizhou, Xinjiang, Tibet, Inner Mongolia",
        "CAC, Cyberspace Administration, MIIT, SAMR, MOFCOM, NDRC, NPPA, CSRC, State Council, Politburo",
        "National People's Congress, People's Congress, Xinhua, People's Daily, People's Republic of China",
    ),
    "other Asia": _names(
        "Hong Kong, Macau, Macao, Taiwan, Taiwanese, Taipei, Japan, Japanese, Tokyo, JFTC",
        "Korea, Korean, Koreans, South Korea, North Korea, South Korean, North Korean, Seoul, Pyongyang, KFTC, PIPC",
        "India, Indian, Indians, New Delhi, Delhi, Mumbai, Bengaluru, Karnataka, Kerala, MeitY, TRAI",
        "Singapore, Singaporean, IMDA, Indonesia, Indonesian, Jakarta, Kominfo, Komdigi, Malaysia, Malaysian",
        "Kuala Lumpur, MCMC, Thailand, Thai, Bangkok, Vietnam, Vietnamese, Hanoi, Philippines, Philippine, Filipino",
        "Manila, Cambodia, Cambodian, Phnom Penh, Laos, Myanmar, Burma, Mongolia, Pakistan, Pakistani, Islamabad",
        "Bangladesh, Bangladeshi, Dhaka, Sri Lanka, Sri Lankan, Colombo, Nepal, Nepali, Nepalese, Kathmandu, Bhutan",
        "Maldives, Afghanistan, Afghan, Kabul, Kazakhstan, Kazakh, Astana, Uzbekistan, Tashkent, Kyrgyzstan",
        "Tajikistan, Iran, Iranian, Tehran, Iraq, Iraqi, Baghdad, Israel, Israeli, Jerusalem, Tel Aviv",
        "Saudi, Saudi Arabia, Riyadh, UAE, United Arab Emirates, Emirati, Dubai, Abu Dhabi, Qatar, Qatari, Doha",
        "Kuwait, Bahrain, Oman, Yemen, Lebanon, Lebanese, Beirut, Syria, Syrian, Damascus",
    ),
    "other": _names(
        "Russia, Russian, Russians, Moscow, Kremlin, Roskomnadzor, Duma, Belarus, Minsk, Ukraine, Ukrainian, Kyiv",
        "Switzerland, Swiss, FINMA, Norway, Norwegian, Oslo, Iceland, Icelandic, Reykjavik, Serbia, Serbian, Belgrade",
        "Albania, Albanian, Tirana, Moldova, Turkey, Turkish, Türkiye, Ankara, Istanbul, Canada, Canadian, Canadians",
        "Ottawa, Ontario, Quebec, Québec, British Columbia, CRTC, Mexico, Mexican, Mexico City, Brazil, Brazilian",
        "Brasilia, Brasília, Sao Paulo, São Paulo, ANPD, Anatel, Argentina, Argentine, Buenos Aires, Chile, Chilean",
        "Colombia, Colombian, Bogota, Bogotá, Peru, Peruvian, Venezuela, Venezuelan, Caracas, Ecuador, Uruguay",
        "Cuba, Cuban, Havana, Latin America, Latin American, South America, South American, Panama",
        "Australia, Australian, Australians, Canberra, New South Wales, eSafety, OAIC, ACCC",
        "Australian Information Commissioner, New Zealand, Fiji, Papua New Guinea",
        "Africa, African, South Africa, South African, Pretoria, Nigeria, Nigerian, Abuja, Lagos, Kenya, Kenyan",
        "Nairobi, Egypt, Egyptian, Cairo, Ethiopia, Ethiopian, Addis Ababa, Ghana, Ghanaian, Accra, Uganda, Ugandan",
        "Kampala, Tanzania, Tanzanian, Rwanda, Rwandan, Kigali, Morocco, Moroccan, Rabat, Tunisia, Tunisian, Algeria",
        "Algerian, Senegal, Senegalese, Dakar, Cameroon, Gabon, Zambia, Zimbabwe, Sudan, Libya, Angola, Mozambique",
    ),
}
"""Jurisdiction → names."""

NOBODY = _names(
    "New York Times, Washington Post, South China Morning Post, South China Sea, Times of India, Irish Times",
    "German shepherd, Turkish coffee, George Washington, Paris Hilton, Jimmy Wales, African American",
    "Native American, Mobile World Congress, Library of Congress",
)
"""Names that contain one of the above and do not mean it."""
