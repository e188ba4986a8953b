// After axe itself: what it finds wrong in a page as it is shown just now.
//
// Everything but the experimental rules, and the size of targets, from WCAG 2.2. Style
// sheets are looked at by an experimental rule alone: they need not be loaded for it.
//
// Contrast costs as much as all other rules together. Colours hang on the scheme, and on
// the width only where that is small (tests/architecture/test_static.py): after the
// first look at a page, on a phone, only what was not shown there is weighed. The other
// language is looked at on a phone in the other scheme.
{
  const options = {
    resultTypes: ["violations"],
    iframes: false,
    preload: { assets: ["media"] },
  };
  const run = async (where, more) =>
    (await axe.run(where, { ...options, ...more })).violations.map((found) => [
      found.id,
      ...found.nodes.map((node) => node.html),
    ]);
  const isShown = (one) =>
    one.checkVisibility() && getComputedStyle(one).clipPath === "none";
  let known = null;

  window.look = async () => {
    const shown = [...document.body.querySelectorAll("*")].filter(isShown);
    const fresh = shown.filter((one) => known && !known.has(one));
    const contrast = { enabled: known === null };
    known ??= new Set(shown);
    const rules = { "target-size": { enabled: true }, "color-contrast": contrast };
    const found = await run(document, { rules });
    return fresh.length
      ? [...found, ...(await run({ include: fresh }, { runOnly: "color-contrast" }))]
      : found;
  };
}
