"""What a screen reader gets from a page: Chromium's accessibility tree, and whether its order is that of the screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page

SAY_NOTHING = {"none", "generic", "InlineTextBox", "LineBreak", "ListMarker"}


@dataclass
class Node:
    """One thing that is read out; `properties` are Chromium's, such as level and url."""

    role: str
    name: str
    properties: dict
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        """Give this node and everything within it in the order of reading."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, *roles: str) -> "list[Node]":
        return [node for node in self.walk() if node.role in roles]


def read(page: Page) -> Node:
    """Return the root of the page's accessibility tree, without what is never read out."""
    tools = page.context.new_cdp_session(page)
    raw = tools.send("Accessibility.getFullAXTree")["nodes"]
    tools.detach()
    by_id = {node["nodeId"]: node for node in raw}

    def grow(one: dict, parent: Node | None) -> None:
        role = one.get("role", {}).get("value", "")
        if not one["ignored"] and role not in SAY_NOTHING:
            properties = {each["name"]: each["value"].get("value") for each in one.get("properties", [])}
            node = Node(role, " ".join(one.get("name", {}).get("value", "").split()), properties, parent)
            parent.children.append(node)
            parent = node
        for child in one.get("childIds", []):
            if child in by_id:
                grow(by_id[child], parent)

    top = Node("", "", {})
    grow(raw[0], top)
    return top.children[0]


CONTAINERS = {"banner", "main", "contentinfo", "navigation", "complementary", "region", "search", "form", "table"}
SAID = {"StaticText": "", "DisclosureTriangle": "question", "image": "picture"}
LONGEST = 60  # letters of a sentence in an outline


def outline(root: Node) -> str:
    """Write down what is read out, one thing on a line, indented by landmark; long sentences are cut."""
    lines = []

    def write(node: Node, depth: int) -> None:
        if node.role in CONTAINERS:
            lines.append("  " * depth + f"[{' '.join(filter(None, (node.role, node.name)))}]")
            depth += 1
        elif node.name and not _says_the_same(node):
            role = f"h{node.properties['level']}" if node.role == "heading" else SAID.get(node.role, node.role)
            words = node.name if len(node.name) <= LONGEST else node.name[:LONGEST].rsplit(" ", 1)[0] + " …"
            lines.append("  " * depth + f"{role} {words}".strip())
        for child in node.children:
            write(child, depth)

    write(root, 0)
    return "\n".join(lines) + "\n"


def _says_the_same(node: Node) -> bool:
    """Say whether it is a part of what was named before, such as the text of a link."""
    above = node.parent
    return above is not None and above.role not in CONTAINERS and node.name in above.name


# Whether node `a` stands before node `b` on the screen: above it, or in the same row and nearer to where lines begin.
# Where the two lie in different columns or boxes, those are compared: a column is read to its end before the next.
# Boxes that are in line break over lines, so the end of the one is compared to the beginning of the other.
STANDS_BEFORE = """(a, b) => {
  const tolerance = 4;  // px; glyphs and rounded corners reach a little over the edge of their box
  const way = (node) => { const nodes = []; for (; node; node = node.parentNode) nodes.unshift(node); return nodes; };
  const [wayA, wayB] = [way(a), way(b)];
  const parting = wayA.findIndex((node, depth) => node !== wayB[depth]);
  if (parting < 0 || !wayB[parting]) return true;  // one within the other
  const rectangles = (node) => {
    const display = node.nodeType === Node.TEXT_NODE ? "" : getComputedStyle(node).display;
    if (display && display !== "contents" && !display.startsWith("inline")) return [node.getBoundingClientRect()];
    const range = document.createRange();
    if (display === "contents") range.selectNodeContents(node);
    else range.selectNode(node);
    return [...range.getClientRects()].filter(({ width, height }) => width && height);
  };
  const end = rectangles(wayA[parting]).at(-1), start = rectangles(wayB[parting])[0];
  if (end.bottom <= start.top + tolerance) return true;
  const nearer = document.documentElement.dir === "rtl"
    ? end.left >= start.right - tolerance : end.right <= start.left + tolerance;
  return nearer && end.top < start.bottom;
}"""

# All that a page says, in the order of its source: texts, pictures and fields.
PIECES = """() => {
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const says = element === node ? node.matches("img, svg[role=img], input, textarea, button") : node.data.trim();
    if (!says || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("[aria-hidden=true], .visually-hidden, .header-search-word, .skip-link, script, svg text"))
      continue;
    const range = document.createRange();
    range.selectNode(node);
    const { width, height } = range.getBoundingClientRect();
    if (width && height) pieces.push(node);
  }
  return pieces;
}"""

# Pairs of neighbours in the source of which the second does not follow the first on the screen.
OUT_OF_ORDER = f"""() => {{
  const standsBefore = {STANDS_BEFORE}, pieces = ({PIECES})();
  // At its end: there the bar at the foot of small windows lies below everything.
  scrollTo({{ top: document.body.scrollHeight, behavior: "instant" }});
  const words = (node) => (node.data ?? node.outerHTML).trim().slice(0, 60);
  const faults = [];
  for (let number = 1; number < pieces.length; number++)
    if (!standsBefore(pieces[number - 1], pieces[number]))
      faults.push([words(pieces[number - 1]), words(pieces[number])]);
  return {{ faults, count: pieces.length }};
}}"""
