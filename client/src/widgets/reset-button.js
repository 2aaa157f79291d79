import { button, h, widget } from './dom.js';
import { ask } from './dialog.js';
import { textsOf } from './texts.js';

/**
 * Brings the project back to its first state, for everybody, after a question.
 *
 * @param {import('./live.js').Live} project
 * @param {object} [options]
 * @param {() => any} [options.reset] does it; by default `reset` of the project. Without either, the button is hidden
 * @param {(error: any) => void} [options.onError]
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const resetButton = (project, options = {}) => {
  const { reset = project.reset?.bind(project), onError = () => {} } = options;
  const texts = textsOf(options);
  /** @type {(() => void) | undefined} */
  let close;

  const element = button(texts.reset, run, { class: 'gsc gsc-button', hidden: !reset });
  async function run() {
    const question = ask({
      title: texts.resetAll,
      content: [h('p', {}, texts.resetHint)],
      buttons: [
        { answer: 'cancel', text: texts.cancel },
        { answer: 'reset', text: texts.reset, kind: 'gsc-danger' },
      ],
      cancel: 'cancel',
      isDangerous: true,
    });
    ({ close } = question);
    if ((await question.answer) !== 'reset') return;
    try {
      await reset?.();
    } catch (error) {
      onError(error);
    }
  }
  return widget(element, [() => close?.()]);
};
