import { conflictDialog } from './conflict-dialog.js';
import { connectionStatus } from './connection-status.js';
import { h, widget } from './dom.js';
import { resetButton } from './reset-button.js';
import { syncToggle } from './sync-toggle.js';
import { news } from './toasts.js';
import { whoIsOnline } from './who-is-online.js';

/**
 * All that a project needs on a page, in one bar: the connection, synchronisation, reset, and who is online; and the news and the
 * conflict dialog, which show themselves when there is something to say.
 *
 * @param {import('./live.js').Live} project
 * @param {Parameters<typeof whoIsOnline>[1] & Parameters<typeof syncToggle>[1] & Parameters<typeof resetButton>[1] &
 *   import('./conflict-dialog.js').ConflictOptions} [options] of all of them
 */
export const syncBar = (project, options = {}) => {
  const told = news(project, { texts: options.texts });
  const onError = (/** @type {any} */ error) => told.toasts.show(String(error?.message), 'bad');
  const parts = [
    connectionStatus(project, options),
    syncToggle(project, options),
    resetButton(project, { onError, ...options }),
    whoIsOnline(project, options),
  ];
  const element = h(
    'div',
    { class: 'gsc gsc-bar' },
    parts.map((part) => part.element),
  );
  const all = [...parts, told, conflictDialog(project, options)];
  return widget(element, [() => all.forEach((part) => part.destroy())], { toasts: told.toasts });
};
