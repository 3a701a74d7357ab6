from pipeline.messages import error, printable, tell, warn


def test_printable_keeps_letters_and_one_line():
    assert printable("Tür\u00a0“x” 漢\n\tz") == "Tür “x” 漢  z"
    assert printable("a\x00b\u202ec\udce9") == "a\ufffdb\ufffdc\ufffd"


def test_messages_are_one_line_each_on_stderr(capsys):
    tell("done\x1b[2J")
    warn("look\nhere")
    error("no such file")
    assert capsys.readouterr().err == "done\ufffd[2J\nwarning: look here\nerror: no such file\n"
