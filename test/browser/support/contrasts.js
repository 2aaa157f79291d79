'use strict';

/**
 * Runs in the page: how well each text can be read, 1 to 21 as WCAG counts, by its text.
 *
 * @param {string} selector of elements with a text
 */
const contrasts = (selector) => {
  const canvas = globalThis.document.createElement('canvas').getContext('2d');
  // A browser knows more ways to write a colour than one wants to read.
  const channels = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const style = (element) => globalThis.getComputedStyle(element);
  const background = (element) => {
    const color = style(element).backgroundColor;
    return channels(color)[3] < 255 && element.parentElement
      ? background(element.parentElement)
      : color;
  };
  return Array.from(globalThis.document.querySelectorAll(selector))
    .filter((element) => element.checkVisibility() && element.textContent.trim())
    .map((element) => {
      const [low, high] = [style(element).color, background(element)]
        .map(luminance)
        .sort((a, b) => a - b);
      return [element.textContent, (high + 0.05) / (low + 0.05)];
    });
};

module.exports = { contrasts };
