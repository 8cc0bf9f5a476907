"""Small plots of the last weeks, out of counts that the clock keeps."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from media.models.consent import clinic_day
from staff.dashboard import trends
from staff.dashboard.models import DayCount
from tests.builders import make_enquiry, make_person, signed_in


def days_ago(number):
    return clinic_day() - timedelta(days=number)


def keep(kind, *numbers):
    """Record numbers of single days, the last one yesterday's."""
    for place, number in enumerate(reversed(numbers)):
        DayCount.objects.create(day=days_ago(place + 1), kind=kind, number=number)


def shown(user) -> str:
    return signed_in(user).get(reverse("wagtailadmin_home")).content.decode()


def test_the_clock_counts_each_day_once(home):
    make_enquiry(days_ago=1)
    make_enquiry(days_ago=1, state="answered")
    make_enquiry()
    call_command("clock", once=True)
    call_command("clock", once=True)
    counts = {(row.day, row.kind): row.number for row in DayCount.objects.all()}
    assert counts == {(days_ago(1), "enquiries"): 2, (days_ago(1), "open"): 2}


def test_a_second_clock_at_the_same_moment_counts_nothing_twice(home, monkeypatch):
    count, seen = trends.open_on, []

    def count_after_the_other(day):
        if not seen:
            seen.append(day)
            trends.count_day()
        return count(day)

    monkeypatch.setattr(
        trends.hooks, "get_hooks", lambda name: [count_after_the_other] if name == "daily_counts" else []
    )
    trends.count_day()
    assert seen
    assert DayCount.objects.filter(kind="open").count() == 1


def test_forgets_what_no_plot_shows(home):
    DayCount.objects.create(day=days_ago(120), kind="open", number=3)
    trends.count_day()
    assert not DayCount.objects.filter(day=days_ago(120)).exists()


def test_enquiries_add_up_over_a_week_and_open_things_do_not(home):
    keep("enquiries", *[1] * 14)
    keep("open", *range(1, 15))
    found = {trend.title: trend for trend in trends.trends_for(make_person("Owners"))}
    enquiries, waiting = found.values()
    assert [week.number for week in enquiries.weeks] == [None] * 10 + [7, 7]
    assert [week.number for week in waiting.weeks] == [None] * 10 + [7, 14]
    assert waiting.most == waiting.last == 14
    assert [week.height for week in waiting.weeks[-2:]] == [20, 40]


@pytest.mark.parametrize(
    ("role", "plots"), [("Editors", 0), ("Marketers", 0), ("Clinical reviewers", 0), ("Publishers", 1), ("Owners", 2)]
)
def test_is_shown_to_those_whom_it_concerns_in_words_too(home, role, plots):
    keep("enquiries", *[1] * 14)
    keep("open", *[2] * 14)
    html = shown(make_person(role))
    assert html.count('<svg class="trend__plot"') == plots
    assert html.count('<th scope="col">Week from</th>') == plots


def test_one_week_is_no_trend(home):
    keep("enquiries", *[1] * 7)
    assert "trend__plot" not in shown(make_person("Owners"))
