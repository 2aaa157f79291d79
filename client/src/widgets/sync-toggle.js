import { button, follow, h, widget } from './dom.js';
import { textsOf } from './texts.js';

/**
 * Whether changes are sent as they are made, and how many wait. Where the project cannot hold them back, it only says how many.
 *
 * @param {import('./live.js').Live} project
 * @param {object} [options]
 * @param {() => any} [options.suspend] holds changes back; by default `suspendSync` of the project, or `suspendAutoSync`
 * @param {() => any} [options.resume] sends them; by default `resumeSync`, or `resumeAutoSync`
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const syncToggle = (project, options = {}) => {
  const texts = textsOf(options);
  const suspend =
    options.suspend ?? (() => (project.suspendSync ?? project.suspendAutoSync)?.call(project));
  const resume =
    options.resume ?? (() => (project.resumeSync ?? project.resumeAutoSync)?.call(project));
  const canHold = Boolean(options.suspend ?? project.suspendSync ?? project.suspendAutoSync);
  let isOn = !project.isSyncSuspended;

  const toggle = h(
    'button',
    { type: 'button', role: 'switch', class: 'gsc-switch', hidden: !canHold, onclick: flip },
    h('span', { class: 'gsc-knob', 'aria-hidden': 'true' }),
    texts.autoSync,
  );
  const count = h('span', { role: 'status', class: 'gsc-count' });
  const now = button(texts.syncNow, sendNow);
  const element = h('div', { class: 'gsc gsc-sync' }, toggle, count, now);

  const show = () => {
    const waiting = project.unsyncedChanges;
    if (typeof project.isSyncSuspended === 'boolean') isOn = !project.isSyncSuspended;
    toggle.setAttribute('aria-checked', String(isOn));
    count.textContent = waiting ? texts.waiting(waiting) : texts.saved;
    count.dataset.waiting = String(waiting > 0);
    now.hidden = isOn || waiting === 0;
  };
  /** What is wrong with sending is told by the project's events. */
  async function flip() {
    const isToBeOn = !isOn;
    await (isToBeOn ? resume() : suspend());
    isOn = isToBeOn;
    show();
  }
  async function sendNow() {
    await resume();
    await suspend();
    show();
  }
  return widget(element, [follow(project, ['sync', 'state'], show)]);
};
