"""Which links a check has still to hear of, step by step."""

from ct_desktop.core.answer_findings import CARRIERS, FORWARDED
from ct_desktop.core.links import LinkName
from ct_desktop.monitor.check_progress import CheckProgress

POSITIONS, BROKERS = "positions", "brokers"


def progress() -> CheckProgress[str]:
    return CheckProgress(
        {
            POSITIONS: frozenset({*FORWARDED, LinkName.PRICES}),
            BROKERS: frozenset({*FORWARDED, LinkName.BROKERS}),
        }
    )


def test_at_first_all_links_are_under_examination() -> None:
    assert progress().under_way == frozenset(LinkName)


def test_the_first_answer_settles_what_every_answer_passes() -> None:
    check = progress()
    check.note_answer(FORWARDED)
    assert check.under_way == frozenset(LinkName) - frozenset(CARRIERS)


def test_a_link_is_settled_with_the_last_question_about_it() -> None:
    check = progress()
    check.note_answer(FORWARDED)
    check.finish(POSITIONS)
    assert check.under_way == {LinkName.ADDON, LinkName.NT8, LinkName.BROKERS}
    check.finish(BROKERS)
    assert not check.under_way


def test_a_failure_settles_its_link_and_those_before() -> None:
    check = progress()
    check.note_failure(LinkName.ADDON)
    assert check.under_way == {LinkName.NT8, LinkName.BROKERS, LinkName.PRICES}
