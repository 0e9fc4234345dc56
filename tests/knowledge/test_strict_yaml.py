import pytest

from knowledge.strict_yaml import read


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "Off", "hello", "19:30", "2024-01-01", "0x1f", "1_000", "007", "1e3", "TRUE"]
)
def test_a_word_that_could_be_misread_must_be_quoted(word: str) -> None:
    document = read(f'first: "fine"\nanswer: {word}\n'.encode())

    assert document.problems == ((2, f'quote it: "{word}"'),)
    assert document.value == {"first": "fine"}


def test_numbers_true_false_and_null_need_no_quotes() -> None:
    document = read(b"count: -3\nshare: 0.5\ngood: true\nbad: false\nnobody: null\nnone: ~\n")

    assert document.problems == ()
    assert document.value == {"count": -3, "share": 0.5, "good": True, "bad": False, "nobody": None, "none": None}


def test_quoted_and_folded_texts_stay_text() -> None:
    document = read(b"a: \"no\"\nb: '19:30'\nc: >-\n  two\n  lines\nd: |\n  as it is\n")

    assert document.value == {"a": "no", "b": "19:30", "c": "two lines", "d": "as it is\n"}


def test_keys_are_text_even_without_quotes() -> None:
    assert read(b"no: 1\n12: 2\non: 3\n").value == {"no": 1, "12": 2, "on": 3}


def test_a_repeated_key_is_refused_at_its_line_however_deep() -> None:
    document = read(b'- id: "a"\n  when:\n    toilet: 1\n    saddle: 2\n    "toilet": 3\n')

    assert document.problems == ((5, 'repeated key "toilet"'),)


def test_an_empty_value_is_refused() -> None:
    assert read(b"reviewed:\nnext: 1\n").problems == ((1, "has no value: write null if that is meant"),)


def test_aliases_are_refused_even_if_they_hold_themselves() -> None:
    assert "anchors" in read(b'a: &x ["1"]\nb: *x\n').problems[0][1]
    assert "anchors" in read(b"&x [*x]").problems[0][1]


@pytest.mark.parametrize(
    "tagged", [b"a: !!python/object:os.system {}", b'a: !money "5"', b'a: !!binary "aGk="', b"a: !!set {b}"]
)
def test_tags_are_refused(tagged: bytes) -> None:
    document = read(tagged)

    assert "tags such as" in document.problems[0][1]
    assert document.value == {}


def test_all_faults_of_a_file_are_found_at_once() -> None:
    document = read(b"a: no\nb: [fine, 12:30]\na: 1\nc:\n")

    assert [line for line, _ in document.problems] == [1, 2, 2, 3, 4]


@pytest.mark.parametrize(
    "broken",
    [
        b'a: "open',
        b"a: [1",
        b"\tb: 1",
        b"a: 1\n- b",
        b"---\na: 1\n---\nb: 2\n",
        b"a: \xff",
        b"a: \x07",
        b"",
        b"# nothing",
    ],
)
def test_what_is_no_single_yaml_document_is_one_fault_and_no_exception(broken: bytes) -> None:
    document = read(broken)

    assert len(document.problems) == 1
    assert document.value is None


def test_nesting_without_end_is_a_fault_and_no_crash() -> None:
    assert read(b"[" * 3000).problems


def test_lines_lead_to_the_part_or_to_what_is_around_it() -> None:
    document = read(b'- id: "a"\n  text: "x"\n- id: "b"\n  options:\n    - "one"\n    - "two"\n')

    assert document.line((0, "text")) == 2
    assert document.line((1,)) == 3
    assert document.line((1, "options", 1)) == 6
    assert document.line((1, "missing", "deeper")) == 3


def test_a_faulty_item_does_not_shift_the_lines_of_those_after_it() -> None:
    document = read(b'- no\n- id: "a"\n  count: "x"\n')

    assert document.value == [{"id": "a", "count": "x"}]
    assert document.line((0, "count")) == 3
