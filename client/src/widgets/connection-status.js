import { button, h, widget } from './dom.js';
import { textsOf } from './texts.js';

/**
 * Shows the connection state, the time of the next attempt, and a button to reconnect immediately.
 *
 * @param {import('./live.js').Live} project
 * @param {{texts?: Partial<import('./texts.js').Texts>}} [options]
 */
export const connectionStatus = (project, options = {}) => {
  const texts = /** @type {Record<string, any>} */ (textsOf(options));
  const label = h('span', { role: 'status' });
  // It changes every second, which a screen reader must not announce.
  const countdown = h('span', { class: 'gsc-soft', 'aria-hidden': 'true' });
  const again = button(texts.tryNow, () => connect(project), { hidden: true });
  const dot = h('span', { class: 'gsc-dot', 'aria-hidden': 'true' });
  const element = h('div', { class: 'gsc gsc-status' }, dot, label, countdown, again);
  /** @type {any} */
  let timer;

  const show = (/** @type {{code?: number, reason?: string, retryIn?: number}} */ detail = {}) => {
    const { code = 0, reason = '', retryIn } = detail;
    clearInterval(timer);
    const { state } = project;
    const due = Date.now() + (retryIn ?? 0);
    const count = () => {
      countdown.textContent = texts.again(Math.max(0, Math.ceil((due - Date.now()) / 1000)));
    };
    element.dataset.state = state;
    label.textContent = (state === 'stopped' && (texts[reason] || texts[code])) || texts[state];
    countdown.hidden = retryIn === undefined;
    again.hidden = state !== 'disconnected' && state !== 'stopped';
    if (retryIn === undefined) return;
    count();
    timer = setInterval(count, 1000);
  };
  show();
  return widget(element, [project.on('state', show), () => clearInterval(timer)]);
};

/** @param {import('./live.js').Live} project */
const connect = (project) => {
  if (project.link) project.link.open();
  else project.open?.().catch(() => {});
};
