/** @typedef {import('./live.js').Live} Live */
/** @typedef {import('./live.js').User} User */

/**
 * Somebody at a project.
 *
 * @typedef {object} Person
 * @property {string} clientId
 * @property {string} name
 * @property {string} color
 * @property {string} [avatar]
 * @property {boolean} isMe
 * @property {{type: string, id: string | number, isEditing: boolean}} [at] the record at which one is
 */

const HEX = /^#[\da-f]{3,8}$/i;
const NO_COLOR = '#5c6878';

/**
 * A colour that nothing else can hide in.
 *
 * @param {unknown} color
 */
const safeColor = (color) => (typeof color === 'string' && HEX.test(color) ? color : NO_COLOR);

/** @param {any} place of the list of users, or of a `selection` @returns {Person['at']} */
const placeOf = ({ activeTask, taskId = activeTask, recordType, recordId = taskId, action }) =>
  recordId === undefined || recordId === null
    ? undefined
    : { type: recordType ?? 'tasks', id: recordId, isEditing: action === 'editing' };

/**
 * Who is where. The list of users has it, and between two lists what each selects.
 *
 * @param {Live} project
 * @param {(people: Person[]) => void} show is told now, and whenever it is otherwise
 * @returns {() => void} ends it
 */
export const followPeople = (project, show) => {
  /** @type {Map<string, Person>} */
  let people = new Map();
  const tell = () => show([...people.values()]);
  const list = () => {
    const users = project.state === 'connected' ? project.users : [];
    people = new Map(
      users.map((user) => {
        const { clientId, name, avatar, color } = user;
        const isMe = clientId === project.clientId;
        const person = { clientId, name, avatar, color: safeColor(color), isMe, at: placeOf(user) };
        return [clientId, person];
      }),
    );
    tell();
  };
  list();
  return project.on({
    presence: list,
    state: list,
    /** @param {any} selection */
    selection(selection) {
      const person = people.get(selection.clientId);
      if (!person) return;
      people.set(person.clientId, { ...person, at: placeOf(selection) });
      tell();
    },
    /** @param {{clientId: string}} who */
    user_left({ clientId }) {
      if (people.delete(clientId)) tell();
    },
  });
};

/** The first letters of a name, at most two. @param {string} name */
export const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .join('')
    .toUpperCase();

/**
 * @param {Live} project
 * @param {{type: string, id: string | number}} at
 * @param {(type: string, id: string | number) => string | undefined} [nameOf]
 * @returns {string} what a record is called
 */
export const recordName = (project, { type, id }, nameOf) =>
  String(nameOf?.(type, id) ?? project.records?.get(type, id)?.name ?? id);
