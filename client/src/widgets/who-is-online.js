import { h, widget } from './dom.js';
import { followPeople, initials, recordName } from './places.js';
import { textsOf } from './texts.js';

/** @typedef {import('./places.js').Person} Person */

/**
 * Who is online: a picture or initials each in their own colour, oneself first, and what they are at. Somebody with several windows
 * is shown once.
 *
 * @param {import('./live.js').Live} project
 * @param {object} [options]
 * @param {number} [options.most] how many are shown; the others are counted
 * @param {(person: Person) => void} [options.onPick] makes a button of each: scrolls to where somebody is, for instance
 * @param {(type: string, id: string | number) => string | undefined} [options.nameOf] what a record is called
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const whoIsOnline = (project, options = {}) => {
  const { most = 5, onPick, nameOf } = options;
  const texts = textsOf(options);
  const element = h('ul', { class: 'gsc gsc-people', 'aria-label': texts.online });

  /** @param {Person} person */
  const describe = ({ name, isMe, at }) => {
    const where =
      at && texts[at.isEditing ? 'editing' : 'viewing'](recordName(project, at, nameOf));
    return [isMe ? `${name} (${texts.you})` : name, where].filter(Boolean).join(', ');
  };
  /** @param {Person} person */
  const draw = (person) => {
    const { name, color, avatar, isMe, at } = person;
    const what = describe(person);
    const face = avatar ? h('img', { src: avatar, alt: '' }) : initials(name);
    const attributes = { class: 'gsc-avatar', title: what, 'aria-label': what };
    const one = onPick
      ? h('button', { type: 'button', ...attributes, onclick: () => onPick(person) }, face)
      : h('span', { role: 'img', ...attributes }, face);
    one.style.setProperty('--gsc-color', color);
    one.classList.toggle('gsc-me', isMe);
    one.classList.toggle('gsc-is-editing', Boolean(at?.isEditing));
    return h('li', {}, one);
  };

  const end = followPeople(project, (people) => {
    const hadFocus = element.contains(document.activeElement)
      ? [...element.children].findIndex((item) => item.contains(document.activeElement))
      : -1;
    const shown = onePerName(people);
    const rest = shown.splice(most);
    const names = rest.map(describe).join('\n');
    const others = h('span', { class: 'gsc-avatar gsc-rest', title: names }, `+${rest.length}`);
    others.append(h('span', { class: 'gsc-hidden' }, ` ${names}`));
    element.replaceChildren(...shown.map(draw), ...(rest.length ? [h('li', {}, others)] : []));
    if (hadFocus >= 0) element.children[hadFocus]?.querySelector('button')?.focus();
  });
  return widget(element, [end]);
};

/** @param {Person[]} people @returns {Person[]} each name once, the one that edits before the others, oneself first */
const onePerName = (people) => {
  /** @type {Map<string, Person>} */
  const byName = new Map();
  for (const person of people) {
    const known = byName.get(person.name);
    const isMe = person.isMe || Boolean(known?.isMe);
    const best = !known || (person.at?.isEditing && !known.at?.isEditing) ? person : known;
    byName.set(person.name, { ...best, isMe });
  }
  return [...byName.values()].sort((one, other) => Number(other.isMe) - Number(one.isMe));
};
