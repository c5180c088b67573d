"""What axe does not measure: edges, targets, and what hides the focus."""

from playwright.sync_api import Page

# The contrast of two opaque colours, as WCAG 2.2 defines it, and what is behind all.
_COLOURS = """
  const rgb = (words) => words.match(/[\\d.]+/g).map(Number);
  const light = (words) => {
    const [r, g, b] = rgb(words).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const behind = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
"""
_FAINT = f"""() => {{ {_COLOURS}
  const fields = "input:not([type=hidden]), select, textarea";
  return [...document.querySelectorAll(fields)]
    .filter((each) => each.checkVisibility())
    .filter((each) => getComputedStyle(each).borderStyle !== "none")
    .map((each) => {{
      const edge = getComputedStyle(each).borderTopColor;
      return [each.id || each.name, contrast(edge, behind(each.parentElement))];
    }})
    .filter(([, ratio]) => ratio < 3)
    .map(([name, ratio]) => `${{name}}: ${{ratio.toFixed(2)}}`);
}}"""
_TOKENS = f"""(pairs) => {{ {_COLOURS}
  const probe = document.body.appendChild(document.createElement("i"));
  const colour = (name) => {{
    probe.style.color = `var(--${{name}})`;
    return getComputedStyle(probe).color;
  }};
  return pairs.map(([one, other]) => contrast(colour(one), colour(other)));
}}"""
# A link in a sentence may be as small as its words. Another small target may stand
# alone: no other within 24 px of its middle.
_SMALL = """(least) => {
  const all = [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden])")]
    .map((each) => each.closest("label") ?? each)
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !each.matches(".skip-link, .visually-hidden"))
    .map((each) => ({ each, box: each.getBoundingClientRect() }));
  const inSentence = (each) => getComputedStyle(each).display === "inline"
    && each.parentElement.textContent.trim() !== each.textContent.trim();
  const far = (one, other) => {
    const [x, y] = [one.x + one.width / 2, one.y + one.height / 2];
    const dx = Math.max(other.left - x, 0, x - other.right);
    const dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) >= least / 2;
  };
  return all
    .filter(({ box }) => box.width < least || box.height < least)
    .filter(({ each }) => !inSentence(each))
    .filter(({ each, box }) => all.some((other) => other.each !== each
      && !other.each.contains(each) && !far(box, other.box)))
    .map(({ each, box }) =>
      `${box.width}x${box.height} ${each.outerHTML.slice(0, 90)}`);
}"""
_HIDDEN = """() => {
  const each = document.activeElement;
  const box = each.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = top && (each.contains(top) || top.contains(each)
    || top.closest("label, tr")?.contains(each));
  return seen || each === document.body ? "" : each.outerHTML.slice(0, 120);
}"""


def faint_fields(page: Page) -> list[str]:
    """The fields whose edge has less than 3:1 against what is around them."""
    found: list[str] = page.evaluate(_FAINT)
    return found


def contrasts(page: Page, pairs: list[tuple[str, str]]) -> list[float]:
    """The contrast of each pair of colour tokens, in the theme that the page has."""
    found: list[float] = page.evaluate(_TOKENS, pairs)
    return found


def small_targets(page: Page, least: int = 24) -> list[str]:
    """What is to be hit and is smaller than `least` px, with another one too near."""
    found: list[str] = page.evaluate(_SMALL, least)
    return found


def hidden_focus(page: Page) -> str:
    """What has the focus, if something else stands over it; else ""."""
    found: str = page.evaluate(_HIDDEN)
    return found
