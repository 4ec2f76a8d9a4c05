"""Hands on the drawing: palette, context pad, search and property panel, as a person with mouse and keyboard has them.

Where a thing stands is read from the canvas, as eyes would, and so are the ids that the editor gave by itself; whatever
is done is done by pointing, dragging and typing, and waited for where it shows.
"""

import re

from playwright.sync_api import Page, expect

Point = tuple[float, float]
WHEEL = 4 / 3  # what the wheel is turned by for a way on the canvas


class Drawing:
    """The diagram that is open in the editor."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shown = page.locator("#bio-properties-panel-id")

    def selects(self, element: str) -> None:
        """Finds it with the search of the canvas, which brings it into sight: no menu of another stands before it."""
        self.page.locator("#canvas svg[tabindex]").first.focus()
        self.page.keyboard.press("Control+f")
        search = self.page.locator(".djs-search-input input")
        search.fill(element[:-1])
        search.press(element[-1])
        ids = self.page.locator(".djs-search-result-secondary")
        ids.filter(has_text=re.compile(f"^{re.escape(element)}$")).click()
        expect(self.shown).to_have_value(element)

    def brings(self, element: str, to: Point) -> None:
        """Selects it, and turns the wheel until it stands there."""
        self.selects(element)
        canvas = self.page.locator("#canvas").bounding_box()
        assert canvas is not None
        self.page.mouse.move(canvas["x"] + 20, canvas["y"] + canvas["height"] - 12)
        for _ in range(6):
            x, y = self.middle(element)
            if abs(x - to[0]) + abs(y - to[1]) < 4:
                return
            self.page.mouse.wheel((x - to[0]) * WHEEL, (y - to[1]) * WHEEL)
            self.page.wait_for_function(
                f"([id, x, y]) => String(({_MIDDLE})([id])) !== `${{x}},${{y}}`", arg=[element, x, y]
            )
        raise AssertionError(f"{element} could not be brought to {to}")

    def draws(self, tool: str, at: Point, name: str, element: str) -> None:
        """Takes something from the palette and puts it there."""
        before = self.shown.input_value()
        self.page.locator(f".djs-palette [data-action='{tool}']").click()
        self.page.mouse.move(at[0] - 3, at[1] - 3)
        self.page.mouse.move(*at, steps=3)
        self.page.mouse.click(*at)
        self._begins(before, name, element)

    def appends(self, after: str, what: str, name: str, element: str) -> None:
        """Puts what the menu beside an element calls so behind it."""
        self.selects(after)
        pad = self.page.locator(".djs-context-pad.open")
        if what.startswith("append."):
            pad.locator(f"[data-action='{what}']").click()
        else:
            pad.locator("[data-action='append']").click()
            self.page.locator(".djs-popup-search input").press_sequentially(what)
            self.page.locator(".djs-popup .entry").get_by_text(what, exact=True).click()
        self._begins(after, name, element)

    def _begins(self, before: str, name: str, element: str) -> None:
        """Something new is selected; once the panel speaks of it and no longer of what was before, it is named."""
        expect(self.shown).not_to_have_value(before)
        writing = self.page.locator(".djs-direct-editing-content")
        if writing.count():
            writing.press("Escape")
        self.is_called(name, element)

    def is_called(self, name: str, element: str) -> None:
        """Gives what is selected its label and id in the panel."""
        label = self.page.locator("#bio-properties-panel-name")
        for field, value in ((label, name), (self.shown, element)):
            field.fill(value)
            field.press("Tab")
        self.page.locator(f".djs-element[data-element-id='{element}']").first.wait_for(state="attached")
        expect(self.shown).to_have_value(element)
        expect(label).to_have_value(name)

    def connects(self, source: str, target: str, name: str = "", line: str = "") -> None:
        """Draws a line where the target says it may end, and names it where it has something to say."""
        self.selects(source)
        self.page.locator(".djs-context-pad.open [data-action='connect']").click()
        at = self.middle(target)
        self.page.mouse.move(at[0] - 4, at[1] - 4, steps=4)
        self.page.mouse.move(*at, steps=2)
        self.page.locator(f".djs-element.connect-ok[data-element-id='{target}']").wait_for(state="attached")
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

    def drags(self, element: str, by: Point, of: str = "") -> None:
        """Selects it and pulls it so far from where it stands, or from where another stands."""
        self.selects(element)
        x, y = self.middle(of or element)
        self._drags(self.middle(element), (x + by[0], y + by[1]))

    def widens(self, element: str, corner: str, by: Point) -> None:
        """Pulls a corner (``se``) so far."""
        self.selects(element)
        box = self.page.locator(f".djs-resizer-{element}.djs-resizer-{corner} .djs-resizer-visual").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self._drags((x, y), (x + by[0], y + by[1]))

    def _drags(self, at: Point, to: Point) -> None:
        mouse = self.page.mouse
        mouse.move(*at)
        mouse.down()
        mouse.move(at[0] + 6, at[1] + 6, steps=3)
        mouse.move(*to, steps=8)
        mouse.up()

    def middle(self, element: str) -> Point:
        """Where it is pointed at: inside a shape; a frame near its upper edge."""
        x, y = self.page.evaluate(_MIDDLE, [element])
        return x, y


_LINE = """([source, target]) =>
  modeler.get('elementRegistry').get(source).outgoing.find((one) => one.target.id === target)?.id
"""
_MIDDLE = """([id]) => {
  const drawn = document.querySelector(`.djs-element[data-element-id='${id}'] > .djs-visual`);
  const box = drawn.firstElementChild.getBoundingClientRect();
  return [box.x + box.width / 2, box.height > 150 ? box.y + 4 : box.y + box.height / 2];
}"""
