"""Hands on the drawing: palette, context pad, search and property panel, as a person with mouse and keyboard has them.

Where a thing stands is read from the canvas, as eyes would; whatever is done is done by pointing, dragging and typing.
"""

from playwright.sync_api import Page, expect

Point = tuple[float, float]
WHEEL = 4 / 3  # what the wheel is turned by for a way on the canvas


class Drawing:
    """The diagram that is open in the editor."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def finds(self, element: str) -> None:
        """Goes to an element with the search of the canvas, and has it selected."""
        self.page.locator("#canvas svg[tabindex]").first.focus()
        self.page.keyboard.press("Control+f")
        search = self.page.locator(".djs-search-input input")
        search.fill(element[:-1])
        search.press(element[-1])
        self.page.locator(".djs-search-result").first.wait_for()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#bio-properties-panel-id")).to_have_value(element)

    def brings(self, element: str, to: Point) -> None:
        """Finds it, and turns the wheel until it stands there."""
        self.finds(element)
        self.page.mouse.move(*self.beside)
        for _ in range(6):
            x, y = self.middle(element)
            if abs(x - to[0]) + abs(y - to[1]) < 4:
                return
            self.page.mouse.wheel((x - to[0]) * WHEEL, (y - to[1]) * WHEEL)
            self.page.wait_for_timeout(400)

    @property
    def beside(self) -> Point:
        """A free spot at the lower edge of the canvas."""
        box = self.page.locator("#canvas").bounding_box()
        assert box is not None
        return box["x"] + 20, box["y"] + box["height"] - 12

    def draws(self, tool: str, at: Point, name: str, element: str) -> None:
        """Takes something from the palette and puts it there."""
        self.page.locator(f".djs-palette [data-action='{tool}']").click()
        self.page.mouse.move(at[0] - 3, at[1] - 3)
        self.page.mouse.move(*at, steps=3)
        self.page.mouse.click(*at)
        self.is_called(name, element)

    def appends(self, after: str, what: str, name: str, element: str) -> None:
        """Puts what the menu beside an element calls so behind it."""
        self.selects(after)
        if what.startswith("append."):
            self.page.locator(f".djs-context-pad.open [data-action='{what}']").click()
            return self.is_called(name, element)
        self.page.locator(".djs-context-pad.open [data-action='append']").click()
        self.page.locator(".djs-popup-search input").press_sequentially(what)
        self.page.locator(".djs-popup .entry").get_by_text(what, exact=True).click()
        self.is_called(name, element)

    def is_called(self, name: str, element: str) -> None:
        """Gives what is selected its label and id in the panel."""
        writing = self.page.locator(".djs-direct-editing-content")
        if writing.count():
            writing.press("Escape")
        for field, value in (("name", name), ("id", element)):
            self.page.locator(f"#bio-properties-panel-{field}").fill(value)
            self.page.locator(f"#bio-properties-panel-{field}").press("Tab")
        self.page.locator(f".djs-element[data-element-id='{element}']").first.wait_for(state="attached")

    def connects(self, source: str, target: str, name: str = "", line: str = "") -> None:
        """Draws a line, and names it where it has something to say."""
        self.selects(source)
        self.page.locator(".djs-context-pad.open [data-action='connect']").click()
        at = self.middle(target)
        self.page.mouse.move(at[0] - 4, at[1] - 4, steps=4)
        self.page.mouse.move(*at, steps=2)
        self.page.mouse.click(*at)
        self.page.wait_for_function(_LINE, arg=[source, target])
        if line:
            self.selects(self.line(source, target))
            self.is_called(name, line)

    def line(self, source: str, target: str) -> str:
        """The id of the line that leads from one to the other."""
        return str(self.page.evaluate(_LINE, [source, target]))

    def begun_in(self, stage: str) -> str:
        """The id of the start event a new stage has."""
        return str(self.page.evaluate("(id) => modeler.get('elementRegistry').get(id).children[0].id", stage))

    def selects(self, element: str) -> None:
        """Points at it; the list of problems may move the canvas meanwhile, so what is selected is looked at."""
        shown = self.page.locator("#bio-properties-panel-id")
        for turn in range(8):
            if turn and (spot := self.page.evaluate(_FREE)):  # what stands beside the last one selected may cover it
                self.page.keyboard.press("Escape")
                self.page.mouse.click(*spot)
                self.page.wait_for_timeout(600)  # or two clicks were one
            self.page.mouse.click(*self.middle(element, (0.5, 0.3, 0.7, 0.2)[turn % 4]))
            self.page.wait_for_timeout(500)
            if shown.count() and shown.input_value() == element:
                return
        raise AssertionError(f"{element} could not be pointed at")

    def drags(self, element: str, to: Point) -> None:
        self._drags(self.middle(element), to)

    def widens(self, element: str, corner: str, to: Point) -> None:
        """Pulls a corner (``se``) of what is selected to there."""
        self.selects(element)
        box = self.page.locator(f".djs-resizer-{element}.djs-resizer-{corner} .djs-resizer-visual").bounding_box()
        assert box is not None
        self._drags((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), to)

    def _drags(self, at: Point, to: Point) -> None:
        mouse = self.page.mouse
        mouse.move(*at)
        mouse.down()
        mouse.move(at[0] + 6, at[1] + 6, steps=3)
        mouse.move(*to, steps=8)
        mouse.up()

    def middle(self, element: str, share: float = 0.5) -> Point:
        """Where it is pointed at: inside a shape, half-way of a line; a frame near its upper edge."""
        x, y = self.page.evaluate(_MIDDLE, [element, share])
        return x, y


_LINE = """([source, target]) =>
  modeler.get('elementRegistry').get(source).outgoing.find((one) => one.target.id === target)?.id
"""
_MIDDLE = """([id, share]) => {
  const drawn = document.querySelector(`.djs-element[data-element-id='${id}'] > .djs-visual`);
  const line = drawn.querySelector(':scope > path');
  if (drawn.parentElement.classList.contains('djs-connection')) {
    const half = line.getPointAtLength(line.getTotalLength() * share).matrixTransform(line.getScreenCTM());
    return [half.x, half.y];
  }
  const box = drawn.firstElementChild.getBoundingClientRect();
  return [box.x + box.width / 2, box.height > 150 ? box.y + 4 : box.y + box.height / 2];
}"""
_FREE = """() => {
  const box = document.querySelector('#canvas').getBoundingClientRect();
  for (let x = box.right - 40; x > box.left; x -= 40) {
    for (let y = box.top + 40; y < box.bottom; y += 40) {
      const there = document.elementFromPoint(x, y);
      if (there && !there.closest('.djs-element, .djs-overlay-container, .djs-palette, .djs-popup, a')) return [x, y];
    }
  }
  return null;
}"""
