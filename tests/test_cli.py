import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from two_words import save_bundle

import pipeline
from pipeline import cli
from pipeline.models.operating_points import Curve, Point

LABELS = ("ban", "penalty")
FINED = "The regulator fined the platform five million euros on Tuesday, its largest fine so far this year."
BANNED = "The city has banned the use of face recognition in all of its public buildings since the first of May."
PLAIN = "Shares of the company rose by three percent after it unveiled a faster chip for desktop computers."
TRAINING_ONLY = {"torch", "transformers", "datasets", "pandas", "sklearn", "matplotlib", "dvc"}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    save_bundle(tmp_path / "models" / "tfidf")
    Path("docs").mkdir()
    Path("docs/a.txt").write_text(f"{FINED}\n\n{PLAIN}\n")
    Path("docs/b.md").write_text(f"# A heading\n\n{BANNED}\n")
    return tmp_path


@pytest.fixture
def regact(here, monkeypatch, capsys):
    """Run a command line in this process: exit code, standard output, standard error."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.argv", ["regact", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return exit_.value.code or 0, out, err

    return run


def jsonl(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_folder_as_json_lines(regact):
    code, out, err = regact("predict", "docs")
    assert code == 0
    rows = jsonl(out)
    assert [(row["document"], row["paragraph"], row["labels"]) for row in rows] == [
        ("docs/a.txt", 1, ["penalty"]),
        ("docs/a.txt", 2, []),
        ("docs/b.md", 1, ["ban"]),
    ]
    assert list(rows[0]) == ["document", "paragraph", "text", "labels", "scores"]
    assert rows[0]["text"] == FINED
    assert rows[0]["scores"] == {"ban": 0.018, "penalty": 0.9933}
    assert err == "note: models/transformer is not trained; using models/tfidf\n"


def test_a_named_model_is_used_without_a_note(regact, here):
    save_bundle(here / "elsewhere", thresholds={"ban": 0.999, "penalty": 0.999})
    assert regact("predict", "--text", FINED, "--model", "tfidf")[2] == ""
    code, out, err = regact("predict", "--text", FINED, "-m", "elsewhere")
    assert (code, err) == (0, "")
    assert jsonl(out)[0]["labels"] == []


def test_typed_paragraphs(regact):
    code, out, _ = regact("predict", "--text", FINED, "--text", "It was banned.")
    assert code == 0
    assert [(row["document"], row["paragraph"], row["labels"]) for row in jsonl(out)] == [
        ("text", 1, ["penalty"]),
        ("text", 2, ["ban"]),
    ]


def test_standard_input(regact):
    code, out, _ = regact("predict", "-", stdin=f"{BANNED}\n\n{FINED}\n".encode())
    assert code == 0
    assert [(row["document"], row["labels"]) for row in jsonl(out)] == [("-", ["ban"]), ("-", ["penalty"])]


def test_a_table_keeps_its_columns_in_json_and_csv(regact):
    row = {"id": 7, "text": FINED, "labels": ["gold"], "note": "=HYPERLINK()"}
    Path("rows.jsonl").write_text(json.dumps(row) + "\n")
    code, out, _ = regact("predict", "rows.jsonl")
    assert code == 0
    (answer,) = jsonl(out)
    assert answer["labels"] == ["penalty"]
    assert {key: answer[key] for key in list(answer)[5:]} == {"id": 7, "input_labels": ["gold"], "note": "=HYPERLINK()"}
    code, out, _ = regact("predict", "rows.jsonl", "docs/a.txt", "--format", "csv")
    first, second, _ = csv.DictReader(io.StringIO(out))
    assert list(first)[:6] == ["document", "paragraph", "labels", "score_ban", "score_penalty", "text"]
    assert (first["labels"], first["id"], first["note"]) == ("penalty", "7", "'=HYPERLINK()")
    assert (second["document"], second["id"]) == ("docs/a.txt", "")


def test_a_table_for_reading(regact):
    code, out, _ = regact("predict", "docs", "--format", "table")
    assert code == 0
    assert out.splitlines()[:3] == [
        "    #  labels   score  text",
        "docs/a.txt",
        "    1  penalty   0.99  The regulator fined the platform five million euros on Tuesday, its largest",
    ]
    assert out.endswith("3 paragraphs in 2 documents: ban 1, penalty 1, none 1\n")


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.jsonl", '{"document":'), ("x.NDJSON", '{"document":'), ("x.csv", "document,"), ("x.txt", " ")],
)
def test_the_suffix_of_the_output_chooses_the_format(regact, name, start):
    code, out, _ = regact("predict", "docs", "--output", name)
    assert (code, out) == (0, "")
    assert Path(name).read_text().startswith(start)


def test_an_explicit_format_wins(regact):
    assert regact("predict", "docs", "-o", "x.dat", "-f", "csv")[0] == 0
    assert Path("x.dat").read_text().startswith("document,")


def test_batches_cross_documents(regact, monkeypatch):
    whole = regact("predict", "docs")[1]
    monkeypatch.setattr(cli, "BATCH", 2)
    assert regact("predict", "docs")[1] == whole


def test_a_broken_file_does_not_stop_the_others(regact):
    Path("docs/aa.jsonl").write_text("{broken\n")
    code, out, err = regact("predict", "docs", "-m", "tfidf", "-o", "x.jsonl")
    assert code == 1
    assert out == ""
    assert len(jsonl(Path("x.jsonl").read_text())) == 3
    first, last = err.splitlines()
    assert first.startswith("error: docs/aa.jsonl:1: ")
    assert last == "error: 1 of 3 inputs could not be read: docs/aa.jsonl"


def test_a_single_broken_file_leaves_the_output_alone(regact):
    Path("x.csv").write_text("old")
    Path("broken.jsonl").write_text(json.dumps({"text": FINED}) + "\n{broken\n")
    code, _, err = regact("predict", "broken.jsonl", "-m", "tfidf", "-o", "x.csv")
    assert code == 1
    assert len(err.splitlines()) == 1
    assert err.startswith("error: broken.jsonl:2: ")
    assert Path("x.csv").read_text() == "old"


def test_many_broken_files_are_summed_up(regact):
    for number in range(7):
        Path(f"docs/x{number}.jsonl").write_text("{broken\n")
    last = regact("predict", "docs")[2].splitlines()[-1]
    assert last.startswith("error: 7 of 9 inputs could not be read: docs/x0.jsonl, ")
    assert last.endswith("docs/x4.jsonl, …")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["predict", "nowhere.txt"], "error: nowhere.txt: no such file or folder"),
        (["predict", "*.pdf"], "error: *.pdf: nothing to label there"),
        (["predict", "--text", " "], "error: --text: paragraph 1 is empty"),
        (
            ["predict", "docs", "-m", "unknown"],
            "error: models/unknown: no trained model there; train it with `dvc repro`",
        ),
        (["predict", "docs", "-o", "docs/a.txt/x.csv"], "error: docs/a.txt/x.csv: cannot be written"),
        (["predict", "docs", "-o", "docs", "-f", "csv"], "error: docs: cannot be written"),
        (["evaluate", "nowhere.jsonl"], "error: nowhere.jsonl: no such file"),
        (["compare"], "error: reports/comparison.json: no such file; run `dvc repro`"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_1(regact, arguments, message):
    code, out, err = regact(*arguments)
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].startswith(message)
    assert all(line.startswith(("error: ", "note: ")) for line in err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["predict"], "give files, folders, - for standard input, or --text"),
        (["predict", "docs", "--output", "x.pdf"], "name the format with --format"),
        (["predict", "docs", "--format", "xml"], "xml"),
        (["predict", "docs", "--colour"], "No such option: --colour"),
        (["evaluate"], "FILE"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_usage_is_exit_code_2(regact, arguments, message):
    code, out, err = regact(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_hostile_names_cannot_reach_the_terminal(regact):
    Path("docs/a\x1b[2J\n.jsonl").write_text("{broken\n")
    err = regact("predict", "docs")[2]
    assert "\x1b" not in err
    assert [line.split(":")[0] for line in err.splitlines()] == ["note", "error", "error"]


def test_an_empty_table_is_an_error(regact):
    Path("rows.jsonl").write_text("\n")
    code, out, err = regact("predict", "rows.jsonl", "-m", "tfidf")
    assert (code, out) == (1, "")
    assert err.startswith("error: ")


def test_evaluate(regact):
    lines = [(FINED, ["penalty"]), (BANNED, ["ban"]), (PLAIN, []), ("Nobody was told.", ["ban"])]
    Path("gold.jsonl").write_text("".join(json.dumps({"text": t, "labels": y, "x": 1}) + "\n" for t, y in lines))
    code, out, _ = regact("evaluate", "gold.jsonl", "--json")
    assert code == 0
    figures = json.loads(out)
    assert figures["model"] == "tfidf"
    assert figures["paragraphs"] == 4
    assert figures["metrics"]["labels"]["penalty"]["f1"]["value"] == 1.0
    assert figures["metrics"]["labels"]["ban"]["recall"]["value"] == 0.5
    assert figures["metrics"]["exact_match"]["value"] == 0.75
    assert regact("evaluate", "gold.jsonl", "--json")[1] == out
    code, out, _ = regact("evaluate", "gold.jsonl")
    assert code == 0
    rows = [line.split() for line in out.splitlines()]
    assert ["penalty", "1", "1", "1.00", "1.00", "1.00", "1.00"] in rows
    assert any(row[:4] == ["ban", "2", "1", "1.00"] for row in rows)
    assert "exact match 0.75" in out


CURVE = Curve(100, (Point(0.995, 60, 60), Point(0.9, 80, 88), Point(0.01, 100, 400)))


@pytest.fixture
def curves(here):
    """A model ``measured`` with curves: "banned" scores 0.9933, "fined" 0.982, all else 0.018."""
    save_bundle(here / "models" / "measured", curves={"ban": CURVE, "penalty": CURVE})


def labels_of(out):
    return [row["labels"] for row in jsonl(out)]


@pytest.mark.usefixtures("curves")
@pytest.mark.parametrize(
    ("options", "fined", "plain"),
    [
        ([], ["penalty"], []),
        (["--min-precision", "0.9"], ["penalty"], []),
        (["--min-precision", "1"], [], []),
        (["--min-recall", "0.95"], ["ban", "penalty"], ["ban", "penalty"]),
        (["--min-recall", "0.95,penalty=0.5"], ["ban"], ["ban"]),
        (["--min-recall", "0.95", "--min-recall", "penalty=0.5"], ["ban"], ["ban"]),
        (["--min-precision", "penalty=1"], [], []),
        (["--min-recall", "1", "--min-precision", "ban=1"], ["penalty"], ["penalty"]),
    ],
)
def test_an_operating_point_moves_labels_and_nothing_else(regact, options, fined, plain):
    arguments = ["predict", "--text", FINED, "--text", PLAIN, "-m", "measured"]
    before, (code, out, _) = jsonl(regact(*arguments)[1]), regact(*arguments, *options)
    assert (code, labels_of(out)) == (0, [fined, plain])
    assert [row | {"labels": None} for row in jsonl(out)] == [row | {"labels": None} for row in before]


@pytest.mark.usefixtures("curves")
def test_the_operating_point_is_told(regact):
    code, out, err = regact("predict", "--text", FINED, "-m", "measured", "--min-precision", "0.9,ban=0.95")
    assert code == 0
    assert err == (
        "note: ban from score 0.9950: precision 1.00 (60 of 60), recall 0.60 (60 of 100) on held-out text\n"
        "note: penalty from score 0.9000: precision 0.90 (80 of 88), recall 0.80 (80 of 100) on held-out text\n"
    )
    assert labels_of(out) == [["penalty"]]


@pytest.mark.usefixtures("curves")
def test_evaluate_at_an_operating_point(regact):
    lines = [(FINED, ["penalty"]), (BANNED, ["ban"]), (PLAIN, [])]
    Path("gold.jsonl").write_text("".join(json.dumps({"text": t, "labels": y}) + "\n" for t, y in lines))
    code, out, err = regact("evaluate", "gold.jsonl", "-m", "measured", "--min-recall", "ban=1", "--json")
    assert code == 0
    assert err.startswith("note: ban from score 0.0100: precision 0.25 (100 of 400)")
    figures = json.loads(out)
    assert figures["thresholds"] == {"ban": 0.01, "penalty": 0.5}
    assert figures["metrics"]["labels"]["ban"]["predicted"] == 3


@pytest.mark.usefixtures("curves")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-m", "tfidf", "--min-precision", "0.5"], "error: --min-precision ban=0.5: only 0 held-out paragraphs have"),
        (["--min-precision", "fine=0.9"], "error: --min-precision: unknown label `fine`; the model knows ban, penalty"),
        (["--min-precision", "0.9,0.8"], "error: --min-precision: --min-precision names all labels too"),
        (["--min-precision", "ban=0.9", "--min-recall", "ban=0.9"], "error: --min-recall: --min-precision names `ban`"),
        (["--min-precision", "0.9", "--min-recall", "0.9"], "error: --min-recall: --min-precision names all labels"),
    ],
)
def test_an_operating_point_that_cannot_be_is_refused(regact, options, message):
    Path("x.jsonl").write_text("old")
    code, out, err = regact("predict", "--text", FINED, "-m", "measured", "-o", "x.jsonl", *options)
    assert (code, out, Path("x.jsonl").read_text()) == (1, "", "old")
    assert err.startswith(message)
    assert len(err.splitlines()) == 1


def test_a_precision_that_was_never_reached_is_refused(regact, here):
    curve = Curve(100, (Point(0.9, 40, 50),))
    save_bundle(here / "models" / "weak", curves={"ban": CURVE, "penalty": curve})
    code, out, err = regact("predict", "--text", FINED, "-m", "weak", "--min-precision", "0.9")
    assert (code, out) == (1, "")
    assert err.startswith("error: --min-precision penalty=0.9: never reached ")
    assert err.endswith("precision 0.80 (40 of 50), recall 0.40 (40 of 100); ask for penalty=0.80 or less\n")


@pytest.mark.usefixtures("curves")
@pytest.mark.parametrize("value", ["", "0", "1.1", "nan", "high", "ban=", "ban=0.9,", "-0.5", "ban"])
def test_a_figure_that_is_none_is_wrong_usage(regact, value):
    code, out, err = regact("predict", "--text", FINED, "-m", "measured", f"--min-recall={value}")
    assert (code, out) == (2, "")
    assert "--min-recall" in err


def test_evaluate_names_the_line_of_an_unknown_label(regact):
    Path("gold.jsonl").write_text(json.dumps({"text": FINED, "labels": ["fine"]}) + "\n")
    code, _, err = regact("evaluate", "gold.jsonl", "-m", "tfidf")
    assert code == 1
    assert err.startswith("error: gold.jsonl:1: unknown label `fine`")


def test_version_and_help(regact):
    assert regact("--version") == (0, f"regact {pipeline.__version__}\n", "")
    for arguments in (["--help"], ["predict", "-h"], ["evaluate", "--help"], ["compare", "--help"]):
        code, out, err = regact(*arguments)
        assert (code, err) == (0, "")
        assert "\n  regact " in out or "\n    regact " in out


def test_interrupting_leaves_no_trace(regact, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.models.model.Model.predict", interrupt)
    code, out, err = regact("predict", "docs", "-m", "tfidf", "-o", "x.jsonl")
    assert (code, out, err) == (130, "", "")
    assert sorted(path.name for path in Path().iterdir()) == ["docs", "models"]


@pytest.mark.parametrize("format_", ["jsonl", "csv", "table"])
def test_a_closed_pipe_ends_quietly(here, format_):
    Path("many.jsonl").write_text((json.dumps({"text": FINED}) + "\n") * 20_000)
    command = [sys.executable, "-m", "pipeline.cli", "predict", "many.jsonl", "-m", "tfidf", "--format", format_]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        if format_ != "csv":
            assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_predicting_loads_nothing_that_only_training_needs(here):
    from docx import Document
    from reportlab.pdfgen.canvas import Canvas

    Path("docs/c.html").write_text(f"<html><body><h1>Title</h1><p>{BANNED}</p></body></html>")
    Path("docs/d.csv").write_text(f'text,id\n"{FINED}",1\n')
    word = Document()
    word.add_paragraph(PLAIN)
    word.save("docs/e.docx")
    pdf = Canvas("docs/f.pdf")
    pdf.drawString(72, 700, "The regulator fined the platform five million euros.")
    pdf.save()
    script = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "try:\n    main()\n"
        f"finally:\n    print(sorted(set(sys.modules) & {TRAINING_ONLY!r}), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", script, "predict", "docs", "--model", "tfidf", "--format", "table"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "[]"
    assert done.returncode == 0, done.stderr
    assert "in 6 documents" in done.stdout


def test_help_is_fast_because_it_loads_little():
    script = "import sys, pipeline.cli; print(sorted({'rich', 'numpy', 'msgspec', 'ftfy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_progress_bar_only_where_it_disturbs_nothing(regact, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert regact("predict", "docs/a.txt", "-m", "tfidf", "-o", "x.jsonl")[0] == 0
    assert terminal.getvalue() == ""
    assert regact("predict", "docs", "-m", "tfidf", "-o", "x.jsonl")[0] == 0
    assert "Labelling" in terminal.getvalue()


def test_compare(regact):
    from pipeline.evaluation.comparison import COMPARISON, Comparison, compare
    from pipeline.evaluation.numerals import stored
    from pipeline.evaluation.predictions import Predicted
    from pipeline.evaluation.verdict import verdict
    from pipeline.files import write_json
    from pipeline.params import EvaluateParams

    def answers(right):
        return [
            Predicted(str(n), f"d{n}", "text", ("ban",), ("ban",) if n < right else (), {"ban": 0.5, "penalty": 0.1})
            for n in range(30)
        ]

    models = {"weak": answers(3), "strong": answers(27)}
    compared = msgspec.convert(stored(compare(models, LABELS, EvaluateParams(), 1)), Comparison)
    write_json(COMPARISON, {"verdict": verdict(compared)} | stored(compared))
    code, out, err = regact("compare", "--json")
    assert (code, err) == (0, "")
    assert out == COMPARISON.read_text()
    code, out, _ = regact("compare")
    assert code == 0
    assert out.startswith(verdict(compared).split(":")[0])
    rows = [line.split() for line in out.splitlines()]
    assert [row[0] for row in rows if len(row) == 5 and row[0] in models] == ["strong", "weak"]
    assert any(row[:3] == ["strong", "−", "weak"] for row in rows)


def test_compare_refuses_a_damaged_report(regact):
    Path("reports").mkdir()
    Path("reports/comparison.json").write_text('{"verdict": 1}')
    code, _, err = regact("compare")
    assert code == 1
    assert err.startswith("error: reports/comparison.json: ")
    assert err.rstrip().endswith("run `dvc repro`")
