/**
 * Shows short messages in a list; each goes away by itself.
 *
 * @param {HTMLElement} list
 * @param {number} [time] how long each is shown, in milliseconds
 * @returns {(text: string, kind?: '' | 'bad') => void}
 */
export function toaster(list, time = 5000) {
  return (text, kind = '') => {
    const item = list.appendChild(document.createElement('li'));

    item.textContent = text;
    item.className = kind;
    setTimeout(() => item.remove(), time);
  };
}
