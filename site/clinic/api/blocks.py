"""The blocks of prose. Each is `{type, value, id}`, and `type` says what `value` is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from clinic.api.schemas import Answer, Html
from clinic.api.writer import Writer

# Takes a block's value; returns the class of the answer and its fields beside `type` and `id`.
BlockWriter = Callable[[Any, Writer], tuple[type["Block"], dict[str, Any]]]


class Block(Answer):
    """A part of a text."""

    id: str = Field(description="Stays the same while the block is edited or moved.")


class HeadingBlock(Block):
    """A heading one level below the page’s title."""

    type: Literal["heading"]
    value: str


class TextBlock(Block):
    """Paragraphs and lists."""

    type: Literal["text"]
    value: Html


class Notice(Answer):
    """A box that must not be missed."""

    rank: Literal["emergency", "ask", "good"] = Field(
        description="`emergency`: call for help now. `ask`: ask a doctor first. `good`: good to know."
    )
    text: Html


class NoticeBlock(Block):
    """A box that must not be missed, in one of three ranks."""

    type: Literal["notice"]
    value: Notice


class Question(Answer):
    """A question that visitors ask, and its answer."""

    question: str
    answer: Html


class QuestionBlock(Block):
    """A question and its answer."""

    type: Literal["question"]
    value: Question


ProseBlock = TypeAliasType("ProseBlock", Annotated[HeadingBlock | TextBlock | NoticeBlock, Field(discriminator="type")])


def write_blocks(body: Iterable[Any], writer: Writer, writers: Mapping[str, BlockWriter]) -> list[Any]:
    """Return the blocks of a body, each written by the function for its type."""
    written = []
    for place, child in enumerate(body):
        block_class: Any
        block_class, fields = writers[child.block_type](child.value, writer)
        id = child.id or f"{child.block_type}-{place}"
        written.append(block_class(type=child.block_type, id=id, **fields))
    return written


def write_notice(value: Any, writer: Writer) -> tuple[type[Block], dict[str, Any]]:
    return NoticeBlock, {"value": Notice(rank=value["rank"], text=writer.html(value["text"].source))}


def write_question(value: Any, writer: Writer) -> tuple[type[Block], dict[str, Any]]:
    answer = writer.html(value["answer"].source)
    return QuestionBlock, {"value": Question(question=value["question"], answer=answer)}


PROSE: Mapping[str, BlockWriter] = {
    "heading": lambda value, writer: (HeadingBlock, {"value": value}),
    "text": lambda value, writer: (TextBlock, {"value": writer.html(value.source)}),
    "notice": write_notice,
}


def prose_blocks(body: Iterable[Any], writer: Writer) -> list[Any]:
    return write_blocks(body, writer, PROSE)
