"""What furniture says: the general wording of web pages, as linear-time patterns over one short piece.

A pattern here proves nothing about running text: laws and reports on cookies or subscriptions use these words too.
:mod:`pipeline.text.furniture` asks only where a piece's place and shape already make it suspect.
"""

import re


def _alternatives(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


# A line of its own above a list of other stories.
LIST_OPENER = re.compile(
    r"^\W*"
    + _alternatives(
        r"hot (?:this week|right now|topics?)",
        r"(?:most|top) (?:read|viewed|popular|shared|commented|stories|news|posts|articles|picks)",
        r"(?:related|recommended|similar|further|suggested|more|other|latest|recent|popular|trending|featured|"
        r"top)(?: \w+)? (?:articles?|stories|news|posts?|reads?|reading|content|topics?|categories|links|videos?|"
        r"headlines)",
        r"(?:also|read|see|read also|see also|read more|more)",
        r"(?:related|trending|popular|recommended|latest|more)(?: (?:now|today|for you|this week))?",
        r"you (?:may|might|could) (?:also )?(?:like|be interested in|enjoy)",
        r"(?:don['’]t miss|must[- ]reads?|in case you missed it|editors?['’]?s? (?:picks?|choice)|what to read next)",
        r"(?:up next|read next|keep reading|continue reading|more (?:from|in|on|by) [^.!?]{1,40})",
        r"(?:elsewhere on (?:the|this) (?:site|web)|from (?:around|across) the web|in other news|promoted stories)",
        r"(?:leave a (?:reply|comment)|comments|join the (?:conversation|discussion))",
    )
    + r"\W*$",
    re.IGNORECASE,
)

# A label and what it labels: "Tags: …", "Also read: …", "Photo: …".
LABEL = re.compile(
    r"^[\W_]*"
    + _alternatives(
        r"(?:also|see also|read also|also read|read more|read next|must read|further reading|more)(?: \w+){0,3}",
        r"(?:most|top) (?:read|viewed|popular|shared|stories)",
        r"(?:also )?(?:related|recommended|trending|popular|latest)(?: \w+){0,2}",
        r"(?:also )?of interest|you (?:may|might) also like|don['’]t miss|coming up|up next",
        r"(?:next|previous|prev|last|earlier|this)(?: (?:article|post|story|issue|edition|week|month|"
        r"in the series|note))",
        r"(?:tags?|topics?|keywords?|categor(?:y|ies)|filed under|posted (?:in|on)|sections?|editions?|series)",
        r"(?:photos?|photographs?|pictures?|images?|illustrations?|graphic|video|watch|listen|"
        r"audio)(?: (?:credits?|by|courtesy(?: of)?|source))?",
        r"(?:sponsors?|sponsored(?: by)?|advertisements?|advertorial|promoted|promotion|paid content|ad)",
        r"(?:share|follow|print|save|download|bookmark)(?: (?:this|us|on|via|the)(?: \w+){0,2})?",
        r"(?:contacts?|(?:media|press|editorial) (?:contacts?|enquiries|inquiries)|press office|hotline|tel|phone|"
        r"fax|e-?mail)",
        r"(?:sources?|credits?|views|reads|clicks|click rate|hits|published|updated|last (?:updated|edited|"
        r"modified)|date of update|posted|issued|release time|reading time|cite as|citation)",
        r"(?:authors?|editors?|editor in charge|responsible editor|reporters?|correspondent|proofreader|"
        r"translators?|text|words|written by|reporting by|edited by|editing by|additional reporting by|"
        r"compiled by|translated by)",
        r"(?:cookies?|cookie (?:choices|settings|notice|policy)|privacy|disclaimer|disclosure|notice|"
        r"correction policy)",
        r"(?:site (?:filing|record)(?: no)?|icp(?: \w+){0,2}|licen[cs]e(?: no)?|issn)",
        r"(?:breaking(?: news)?|live(?: updates)?|just in|you are here|home)",
    )
    + r"\.?\s{0,2}(?:[:：|·•▸»›>/→—–]|\s-\s|$)",
    re.IGNORECASE,
)

# Who wrote it, and who took the picture.
CREDIT = re.compile(
    r"^[\W_]*"
    + _alternatives(
        r"(?:(?:written|reported|reporting|edited|editing|compiled|translated|additional reporting|posted|text|"
        r"words) )?by [^.!?]{2,80}$",
        r"(?:photos?|pictures?|images?|illustrations?)\b[^.!?]{0,80}(?:getty|reuters|afp|shutterstock|istock|file|"
        r"library|stock|courtesy|supplied|handout|credit|via)\b",
        r"(?:reported|reporting) (?:in|from|by) [^.!?]{2,80}$",
        r"(?:translated|adapted|abridged|condensed|reprinted|republished|reproduced|syndicated) (?:from|by|with|"
        r"and)\b",
    ),
    re.IGNORECASE,
)

# Phrases of buttons, notices and footers: a page that speaks of itself.
PHRASE = re.compile(
    r"(?<![A-Za-z0-9])"
    + _alternatives(
        # Rights
        r"all rights reserved|may (?:not )?be (?:reproduced|republished|reprinted|quoted)|reproduction",
        r"reprints?|reprinting|reuse (?:is )?(?:permitted|requires)|cc by(?:-\w+)*|creative commons",
        r"licen[cs]e (?:no\b|\w{0,3}\d)|icp ?[备\d]",
        r"without (?:written|prior|our) (?:consent|permission|licen[cs]e)|copyright",
        # Mailings and accounts
        r"unsubscribe|stop receiving|manage (?:my |your )?(?:preferences|subscription|cookies)",
        r"was this forwarded|you(?:['’]re| are)? (?:receive|receiving|getting) this",
        r"(?:in (?:your|the)|open on the) (?:web|browser)|sign[- ]?(?:up|in)\b|log[- ]?in\b",
        r"register (?:now|here|or|to (?:read|comment|continue))|become a member|free account|subscribe",
        r"for subscribers|subscribers (?:can|get|only)|(?:our|free|daily|weekly|monthly|the) newsletter",
        r"e-?paper",
        # Cookies, privacy, legal notices
        r"(?:privacy|cookies?|affiliate|review|comments?|corrections?|disclosure|attendance) (?:policy|notice|"
        r"settings)",
        r"terms (?:of (?:use|service)|(?:and|&) conditions)|accept (?:all|cookies)|reject all",
        r"(?:uses?|only) cookies|not (?:\w+ ){0,3}advice|(?:views?|opinions?) (?:expressed|are|is)\b",
        r"no institutional position|for (?:general )?information(?:al purposes)? only|prior results",
        r"advertising|past performance",
        # Money
        r"(?:earn|receive)s? (?:a )?(?:\w+ )?commission|affiliate|correct at (?:the )?time of|delayed by",
        r"brought to you by|sponsor(?:s|ed)?\b|donat(?:e|ions)\b|(?:use|promo) code|code [A-Z]{2,}|\d% off",
        r"(?:funded|supported) by (?:our |its )?(?:readers|listeners|members|donations|viewers)",
        # Buttons
        r"skip to|back to top|click (?:here|to|on)|tap (?:here|to)|share (?:this|on|via)|follow (?:us|this|me)",
        r"(?:like|rate) us|(?:like|loved|enjoyed) this|tell us what|hit the|read more|see (?:all|more)",
        r"show more|view all|load more|story continues|continue reading",
        r"(?:printer|print)[- ](?:friendly|edition|version)|text size|download (?:the|our|this|as|pdf)",
        r"\d+[- ]min\b|min(?:ute)? read|reading time|listen to this|enable javascript|your browser",
        r"take our (?:poll|survey|quiz)",
        # Comments and contact
        r"comments? (?:are|is|will be|have been) (?:closed|moderated|open|disabled|welcome)",
        r"(?:post|leave) a comment|\d+ comments|(?:spotted|found) (?:a|an) (?:mistake|error|typo)",
        r"got a (?:tip|story|question)|hotline|scan the|customer service",
        r"(?:contact|write to|call|e-?mail|reach|find) us|contact the|press office|media (?:contact|enquiries)",
        r"get in touch|reply to this|reply stop|letters to the|opening hours",
        r"registered (?:office|charity|address)",
        # The piece about itself: transcripts, translations, programmes, series
        r"auto(?:matic|matically)?[- ]?(?:generated|transcri\w+|captions?)",
        r"(?:rough|proof|automatic|unedited|full) transcript|check against|lightly (?:edited|corrected)",
        r"(?:may contain|excuse any|free of) errors|listen-only",
        r"(?:unofficial|courtesy|working|machine|our own) translation|translated (?:from|by|with)",
        r"translators?\b|(?:text|version|original) (?:counts|prevails|is authentic|is authoritative)|compiler",
        r"(?:reader['’]?s|reading) (?:edition|version)",
        r"(?:headings?|wording|numbering|order) (?:\w+ ){0,4}(?:editors?|simplified|ours)",
        r"chosen by the editors?",
        r"(?:recording|transcript|video|slides|minutes|audio) (?:of (?:this|the) \w+|supplied)",
        r"agendas and minutes",
        r"this (?:episode|programme|podcast|website|site|page|web ?page|message|e-?mail|feed|live (?:page|blog))\b",
        r"(?:live ?blog|live page|updates?|coverage) (?:is|has|have) (?:now )?(?:closed|ended)",
        r"thank(?:s| you) for (?:reading|listening)",
        r"(?:this|the) (?:article|story|post|piece|commentary|column) (?:appear|was|first|originally|may)\w*",
        r"independent (?:production|publication|project)",
        r"(?:theme song|music|production|hosted|produced|published) by",
        r"(?:published|appears|printed|issued) (?:daily|weekly|monthly|quarterly|every|\w+ times)",
        r"back (?:numbers|issues)|(?:internal|official|office) (?:study|use|circulation)",
        r"pass (?:it |this )?on to|not for (?:broadcast|rebroadcast|publication)",
        # People and pictures
        r"about the authors?|the (?:author|writer)s? (?:is|are|thanks?|writes|can|gave)",
        r"contribut(?:ed|ing) to this|(?:edited|editing) by|photos? (?:by|credit)|library picture",
        r"file (?:photo|picture|image)|getty images|image licensing|having trouble with",
        # Where one is in a series
        r"page \d+ of \d+|issn|next issue|supersedes|(?:first|second|third|\d+\w\w) printing",
        r"also (?:today|in this issue)",
    ),
    re.IGNORECASE,
)

# A notice speaks to its reader, a law or a report about third persons.
ADDRESS = re.compile(r"\b(?:we|us|our|you|your)\b|©", re.IGNORECASE)

SYMBOL = re.compile(
    r"公网安备|[©®▲▼△▽★☆◆◇▸►»›→←↑↓✕×☰]|°\s?[CF]?\b|\[(?:logo|image|photo|video|ad|advert)\b", re.IGNORECASE
)

# What remains of a dateline when month and day names, numbers and punctuation are taken away is almost nothing.
DATE_WORD = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|[ap]\.?m\.?|"
    r"gmt|utc|[a-z]{1,3}[ds]?t|st|nd|rd|th|at|on|updated|published|posted|first|last|date|time|issued|today|"
    r"yesterday)\b",
    re.IGNORECASE,
)

# Where a line that lists things is cut into the things.
SEPARATOR = re.compile(r"\s?(?:[|·▸►»›→]|\s[•/>~]{1,2}\s)\s?")

# The end of the text, or of a printed page.
END = re.compile(
    r"^[\W_]*(?:ends?|30|more|fin|the end|end of (?:article|document|transcript)|#{2,}|"
    r"page \d{1,4}(?: ?(?:of|/) ?\d{1,4})?)[\W_]*$",
    re.IGNORECASE,
)
