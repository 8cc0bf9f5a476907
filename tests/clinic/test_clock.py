"""Work that is done by the clock."""

from django.core.management import call_command


def test_work_that_fails_stops_neither_the_clock_nor_other_work(db, monkeypatch, caplog):
    done = []

    def fail() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("wagtail.hooks.get_hooks", lambda name: [fail, lambda: done.append(name)])
    call_command("clock", once=True)
    assert done == ["periodic_work"]
    assert "Periodic work failed: fail" in caplog.text
