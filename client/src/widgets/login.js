import { button, h, widget } from './dom.js';
import { textsOf } from './texts.js';

/** @typedef {import('./live.js').Live} Live */
/** @typedef {{url: string, name: string, token: string}} Credentials */

/**
 * A form to log in with, and who one is once one is in. When the server wants another token, it asks for it.
 *
 * @param {object} options
 * @param {(credentials: Credentials) => Promise<Live>} options.open connects; what it throws is shown
 * @param {(project: Live) => any} [options.close] logs out; by default `close` of the project
 * @param {('url' | 'name' | 'token')[]} [options.fields] what is asked for
 * @param {string} [options.url] what is filled in; by default `wsHost` of the page's address, else this page's own server
 * @param {string} [options.name] by default `name` of the page's address, else a made-up one
 * @param {boolean} [options.auto] logs in at once; by default whether the page's address has `auto`
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const login = (options) => {
  const asked = new URLSearchParams(location.search);
  const {
    open,
    close = (project) => project.close?.(),
    fields = ['name', 'token'],
    url = asked.get('wsHost') ?? location.origin.replace(/^http/, 'ws'),
    name = asked.get('name') ?? madeUpName(),
    auto = asked.has('auto'),
  } = options;
  const texts = textsOf(options);
  /** @type {Live | undefined} */
  let project;
  let off = () => {};
  let isOver = false;

  const field = (
    /** @type {'url' | 'name' | 'token'} */ id,
    /** @type {string} */ label,
    /** @type {object} */ attributes,
  ) => {
    const input = h('input', { name: id, ...attributes });
    const element = h('label', { hidden: !fields.includes(id) }, h('span', {}, label), input);
    return { element, input };
  };
  const server = field('url', texts.address, { type: 'url', value: url, required: true });
  const who = field('name', texts.name, {
    value: name,
    required: fields.includes('name'),
    maxlength: 60,
    autocomplete: 'username',
  });
  const secret = field('token', texts.token, {
    type: 'password',
    autocomplete: 'current-password',
  });
  const problem = h('p', { class: 'gsc-problem', role: 'alert' });
  const submit = h('button', { class: 'gsc-button gsc-primary' }, texts.logIn);
  const form = h(
    'form',
    {
      onsubmit(/** @type {Event} */ event) {
        event.preventDefault();
        void enter();
      },
    },
    server.element,
    who.element,
    secret.element,
    submit,
    problem,
  );
  const me = h('p', { role: 'status' });
  const leave = button(texts.logOut, leaveNow);
  const inside = h('div', { class: 'gsc-inside', hidden: true }, me, leave);
  const element = h('div', { class: 'gsc gsc-login' }, form, inside);

  /** @param {string} [text] what is wrong */
  const show = (text = '') => {
    const needsToken = project?.state === 'needs-auth';
    const isIn = Boolean(project) && !needsToken;
    form.hidden = isIn;
    inside.hidden = !isIn;
    server.element.hidden = needsToken || !fields.includes('url');
    who.element.hidden = needsToken || !fields.includes('name');
    secret.element.hidden = !needsToken && !fields.includes('token');
    me.textContent = texts.loggedIn(who.input.value);
    problem.textContent = needsToken ? texts['needs-auth'] : text;
  };
  async function enter() {
    const credentials = {
      url: server.input.value.trim(),
      name: who.input.value.trim(),
      token: secret.input.value,
    };
    submit.disabled = true;
    problem.textContent = '';
    try {
      if (project) await project.login?.(credentials.token);
      else await use(await open(credentials));
      secret.input.value = '';
      show();
    } catch (error) {
      const { code, message } = /** @type {any} */ (error) ?? {};
      show(/** @type {any} */ (texts)[code] ?? message ?? String(error));
    } finally {
      submit.disabled = false;
    }
  }
  /** @param {Live} opened */
  async function use(opened) {
    if (isOver) await close(opened);
    else {
      project = opened;
      off = opened.on('state', () => show());
    }
  }
  async function leaveNow() {
    const left = project;
    off();
    project = undefined;
    if (left) await close(left);
    show();
    who.input.focus();
  }
  show();
  if (auto) void enter();
  return widget(element, [() => (isOver = true), () => off()]);
};

const FIRST = 'Amber Basil Clover Dune Ember Fern Hazel Indigo Juniper Linden Maple Sorrel'.split(
  ' ',
);
const LAST = 'Badger Crane Heron Otter Puffin Robin Wren'.split(' ');
const pick = (/** @type {string[]} */ list) => list[Math.floor(Math.random() * list.length)];

/** A name that somebody could have. */
export const madeUpName = () => `${pick(FIRST)} ${pick(LAST)}`;
