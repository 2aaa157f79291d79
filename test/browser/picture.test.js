'use strict';

/*
 * The page with its own demo project, light and dark. SCREENSHOTS=1 also writes docs/demo-light.png and
 * docs/demo-dark.png; without it nothing of the work tree changes.
 */

const assert = require('node:assert/strict');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { Stage } = require('./support/stage');

const DOCS = path.join(__dirname, '../../docs');
const PEOPLE = 'name=Maple+Otter&name=Indigo+Wren';

/** Runs in the page: how well each text of its own can be read, 1 to 21 as WCAG counts, by its text. */
const contrasts = () => {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const style = (element) => globalThis.getComputedStyle(element);
  const isClear = (color) => channels(color)[3] === 0;
  const background = (element) =>
    isClear(style(element).backgroundColor)
      ? background(element.parentElement)
      : style(element).backgroundColor;
  const texts = globalThis.document.querySelectorAll(
    '.page-head :is(h1, p, a, button), .panel-head :is(.me span, button, .people li), .toasts li',
  );
  return Array.from(texts)
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const [low, high] = [style(element).color, background(element)]
        .map(luminance)
        .sort((a, b) => a - b);
      return [element.textContent, (high + 0.05) / (low + 0.05)];
    });
};

describe('The page', () => {
  /** @type {Stage} */
  let stage;
  before(async () => {
    stage = await Stage.open({ charts: 0, data: null });
  });
  after(() => stage?.close());

  for (const theme of ['light', 'dark']) {
    test(`shows both charts whole and legible, ${theme}`, { timeout: 60_000 }, async () => {
      const page = await stage.visit(`?login&theme=${theme}&${PEOPLE}`);
      await page.locator('.toasts li', { hasText: 'is here' }).waitFor();
      for (const panel of await page.locator('.panel').all()) {
        await panel.locator('.b-gantt-task-wrap').nth(5).waitFor();
        await panel.locator('.people li').nth(1).waitFor();
        await panel.locator('[data-ref="reset"]').waitFor();
      }
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      assert.equal(overflow, 0);
      const texts = await page.evaluate(contrasts);
      assert.ok(texts.length > 10);
      for (const [text, contrast] of texts) assert.ok(contrast >= 4.5, `${text}: ${contrast}`);
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: path.join(DOCS, `demo-${theme}.png`) });
      await page.context().close();
    });
  }
});
