import { h, widget } from './dom.js';
import { textsOf } from './texts.js';

/**
 * Short messages in a corner. Each goes away by itself, though not while one points at it or has the focus in it.
 *
 * @param {object} [options]
 * @param {HTMLElement} [options.parent]
 * @param {number} [options.time] how long each is shown, in milliseconds
 * @param {number} [options.most] how many are shown; the oldest goes first
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const toaster = (options = {}) => {
  const { parent = document.body, time = 6000, most = 4 } = options;
  const texts = textsOf(options);
  /** @type {Set<any>} */
  const timers = new Set();
  const element = h('ol', {
    class: 'gsc gsc-toasts',
    'aria-label': texts.notes,
    'aria-live': 'polite',
    'aria-relevant': 'additions',
  });

  /**
   * @param {string} text
   * @param {'' | 'good' | 'bad'} [kind]
   */
  const show = (text, kind = '') => {
    /** @type {any} */
    let timer;
    const hold = () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
    const start = () => {
      hold();
      timer = setTimeout(() => item.remove(), time);
      timers.add(timer);
    };
    const item = h(
      'li',
      {
        class: `gsc-toast gsc-${kind || 'plain'}`,
        role: kind === 'bad' && 'alert',
        onpointerenter: hold,
        onpointerleave: start,
        onfocusin: hold,
        onfocusout: start,
      },
      h('span', {}, text),
      h(
        'button',
        {
          type: 'button',
          class: 'gsc-close',
          'aria-label': texts.dismiss,
          onclick: () => (hold(), item.remove()),
        },
        '×',
      ),
    );
    element.append(item);
    while (element.children.length > most) element.firstElementChild.remove();
    start();
  };
  parent.append(element);
  return widget(element, [() => timers.forEach(clearTimeout)], { show });
};

/**
 * Tells what happens to a project: who comes and goes, resets, changes that could not be kept, complaints of the server, and
 * that the connection is back.
 *
 * @param {import('./live.js').Live} project
 * @param {object} [options] those of {@link toaster}, and
 * @param {ReturnType<typeof toaster>} [options.toasts] where it is told
 * @param {HTMLElement} [options.parent]
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const news = (project, options = {}) => {
  const texts = textsOf(options);
  const { toasts = toaster(options) } = options;
  /** @type {Set<string> | undefined} whom one knows to be here; nobody before the first list of a connection */
  let known;
  let wasLost = false;

  const people = () => {
    const names = new Set(project.users.map(({ name }) => name));
    const me = project.users.find(({ clientId }) => clientId === project.clientId)?.name;
    const tell = (/** @type {Set<string>} */ from, /** @type {Set<string>} */ to) =>
      [...from].filter((name) => !to.has(name) && name !== me);
    if (known) {
      for (const name of tell(names, known)) toasts.show(texts.joined(name));
      for (const name of tell(known, names)) toasts.show(texts.left(name));
    }
    known = names;
  };
  if (project.state === 'connected' && project.users.length > 0) people();
  const end = project.on({
    presence: people,
    state() {
      if (project.state === 'connected' && wasLost) toasts.show(texts.isBack, 'good');
      if (project.state === 'disconnected') wasLost = true;
      else if (project.state === 'connected') wasLost = false;
      if (project.state !== 'connected') known = undefined;
    },
    loaded: (/** @type {any} */ { reason }) => reason === 'reset' && toasts.show(texts.wasReset),
    dropped: (/** @type {any} */ { message }) => toasts.show(texts.dropped(message), 'bad'),
    problem: (/** @type {any} */ { message }) => toasts.show(message, 'bad'),
  });
  const isOwn = !options.toasts;
  return { toasts, destroy: () => (end(), isOwn && toasts.destroy()) };
};
