import { h } from './dom.js';

let count = 0;

/**
 * A modal dialog. Keyboard and screen reader stay in it, Escape answers `cancel`, and afterwards the previous focus is
 * restored.
 *
 * @param {object} what
 * @param {string} what.title
 * @param {(Node | string)[]} what.content
 * @param {{answer: string, text: string, kind?: string}[]} what.buttons the last one is the default for Enter
 * @param {string} what.cancel
 * @param {boolean} [what.isDangerous] has one go to the last button first, before Enter presses it
 * @param {HTMLElement} [what.parent]
 * @returns {{answer: Promise<string>, close: () => void}}
 */
export const ask = ({ title, content, buttons, cancel, isDangerous, parent = document.body }) => {
  const id = `gsc-dialog-${++count}`;
  const row = buttons.map(({ answer, text, kind = '' }, i) => {
    const isLast = i === buttons.length - 1;
    // Of several that submit, Enter would press the first.
    const attributes = isLast
      ? { type: 'submit', value: answer }
      : { onclick: () => element.close(answer) };
    return h('button', { type: 'button', class: `gsc-button ${kind}`, ...attributes }, text);
  });
  const element = h(
    'dialog',
    { class: 'gsc gsc-dialog', 'aria-labelledby': id },
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id }, title),
      content,
      h('div', { class: 'gsc-buttons' }, row),
    ),
  );
  const before = document.activeElement;
  parent.append(element);
  /** @type {Promise<string>} */
  const answered = new Promise((resolve) => {
    element.addEventListener('close', () => {
      element.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(element.returnValue || cancel);
    });
  });
  element.showModal();
  (isDangerous ? row[0] : row.at(-1)).focus();
  return { answer: answered, close: () => element.close(cancel) };
};
