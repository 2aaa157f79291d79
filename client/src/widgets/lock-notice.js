import { follow, h, widget } from './dom.js';
import { locksOf } from './highlights.js';
import { textsOf } from './texts.js';

/**
 * Says in an editor of one's own that somebody else holds its record; empty while nobody does.
 *
 * @param {import('./live.js').Live} project
 * @param {{type?: string, id: string | number}} record
 * @param {object} [options]
 * @param {(isLocked: boolean) => void} [options.onChange] switches the editor off and on
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const lockNotice = (project, { type = 'tasks', id }, options = {}) => {
  const texts = textsOf(options);
  const label = h('span');
  const element = h('p', { class: 'gsc gsc-lock', role: 'status' }, label);
  let was = false;

  const show = () => {
    const lock = locksOf(project).find(
      ({ recordType = 'tasks', recordId, clientId }) =>
        recordType === type && String(recordId) === String(id) && clientId !== project.clientId,
    );
    const name =
      lock?.userName ?? project.users.find(({ clientId }) => clientId === lock?.clientId)?.name;
    element.classList.toggle('gsc-locked', Boolean(lock));
    label.textContent = lock ? texts.locked(name ?? texts.somebody) : '';
    if (Boolean(lock) !== was) options.onChange?.((was = Boolean(lock)));
  };
  return widget(element, [follow(project, ['locks', 'state', 'presence'], show)]);
};
