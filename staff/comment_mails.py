"""Mails about comments in the page editor, to those whom they concern. The worker sends them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail import hooks
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Comment, CommentReply, Page, PageSubscription

from staff.approval_mails import send_about_page


@hooks.register("comments_changed")
def on_comments(user: Any, page: Page, changes: dict[str, Any]) -> None:
    """Have people written to about new comments, replies and resolved comments; the rest is no news to anybody."""
    new = [comment.pk for comment in changes["new_comments"]]
    replies = [reply.pk for _comment, added in changes["new_replies"] for reply in added]
    resolved = [comment.pk for comment in changes["resolved_comments"]]
    if new or replies or resolved:
        tell_of_comments.enqueue(page.pk, user.pk, new, replies, resolved)


@task(backend="worker")
def tell_of_comments(page_id: int, user_id: int, new: list[int], replies: list[int], resolved: list[int]) -> int:
    """Write to those who follow a page or take part in its comments what somebody wrote; return to how many.

    Whoever may not edit the page any more is told nothing of it.
    """
    page = Page.objects.filter(pk=page_id).first()
    comments = list(Comment.objects.filter(pk__in=new).order_by("pk"))
    answers = list(CommentReply.objects.filter(pk__in=replies).select_related("comment").order_by("pk"))
    done = list(Comment.objects.filter(pk__in=resolved).order_by("pk"))
    if page is None or not (comments or answers or done):
        return 0
    author = get_user_model().objects.filter(pk=user_id).first()
    followers = set(_followers(page))
    told = 0
    for person in _people(followers, answers, done).exclude(pk=user_id):
        if not page.permissions_for_user(person).can_edit():
            continue
        follows = person.pk in followers
        theirs = set(_threads(person))
        told += send_about_page(
            "updated_comments",
            [person],
            _("New comments on “%(page)s”"),
            page.specific,
            author=get_user_display_name(author) if author else "",
            comments=comments if follows else [],
            replies=[reply for reply in answers if follows or reply.comment_id in theirs],
            resolved=[comment for comment in done if follows or comment.pk in theirs],
        )
    return told


def _followers(page: Page) -> Iterator[int]:
    """Yield who is told of every comment: those who chose so in the editor, and who answers for the page just now."""
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True)
    yield from subscribed.values_list("user_id", flat=True)
    state = page.specific.current_workflow_state
    if responsible := state.requested_by_id if state else page.owner_id:
        yield responsible


def _people(followers: set[int], replies: list[CommentReply], resolved: list[Comment]) -> Any:
    threads = [*(reply.comment_id for reply in replies), *(comment.pk for comment in resolved)]
    in_threads = Comment.objects.filter(pk__in=threads).values("user")
    answering = CommentReply.objects.filter(comment__in=threads).values("user")
    people = get_user_model().objects.filter(Q(pk__in=followers) | Q(pk__in=in_threads) | Q(pk__in=answering))
    return people.order_by("pk")


def _threads(person: Any) -> Iterator[int]:
    """Yield the comments that somebody wrote or answered."""
    yield from Comment.objects.filter(user=person).values_list("pk", flat=True)
    yield from CommentReply.objects.filter(user=person).values_list("comment_id", flat=True)
