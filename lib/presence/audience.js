'use strict';

const { MESSAGE_COST } = require('./presence-pace');
const { Round } = require('./round');

/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/**
 * How something is said in one dialect; undefined: the dialect has no message for it.
 *
 * @typedef {(dialect: any) => object | undefined} Spell
 */

/** @typedef {(dialect: any) => Buffer | undefined} Encode */

// Of more people than these the list alone tells.
const CROWD = 10;

/**
 * Those who are told the same of the same people: who is there, as a list, and what somebody did, as a message of its own to
 * the others. Both go in rounds; nobody gets a list before the news that it is made of. Of each person the last news count; where more people than a crowd have
 * some, the list tells what they say.
 *
 * @template Member
 * @template [Subject=Member] of which there is news
 */
class Audience {
  /** @type {Map<Member | Subject, {change: number, encode: Encode}>} by what they are about */
  #news = new Map();
  #spellList;
  /** @type {Encode} */
  #encodeList;
  #send;
  #dialectOf;
  /** @type {Round<Member>} */
  #newsRound;
  /** @type {Round<Member>} */
  #listRound;

  /**
   * @param {PresencePace} pace
   * @param {number} burst rounds at once after a quiet time
   * @param {object} telling
   * @param {Spell} telling.list everybody who is there now
   * @param {(receiver: Member, message: Buffer) => void} telling.send
   * @param {(receiver: Member) => unknown} [telling.dialectOf] where there are several
   */
  constructor(pace, burst, { list, send, dialectOf = () => undefined }) {
    this.#spellList = list;
    this.#encodeList = encodedOnce(list);
    this.#send = send;
    this.#dialectOf = dialectOf;
    this.#newsRound = new Round(pace, burst, (receiver, told) => this.#tellNews(receiver, told));
    this.#listRound = new Round(pace, burst, (receiver) => this.#tellList(receiver));
  }

  /** @returns {number} how many are told */
  get size() {
    return this.#listRound.size;
  }

  /**
   * @param {Member} member
   * @returns {boolean} is this one told?
   */
  has(member) {
    return this.#listRound.has(member);
  }

  /**
   * @param {Member} member who is told from now on; the next round of the list tells who is there
   * @param {boolean} [hasList] does it know that now?
   */
  add(member, hasList = false) {
    this.#newsRound.addInformed(member);
    if (hasList) this.#listRound.addInformed(member);
    else this.#listRound.add(member);
  }

  /**
   * @param {Member} member
   * @returns {boolean} was it told until now?
   */
  delete(member) {
    this.#newsRound.delete(member);
    return this.#listRound.delete(member);
  }

  /** Nobody is told anything any more. */
  stop() {
    this.#newsRound.stop();
    this.#listRound.stop();
    this.#news.clear();
  }

  /**
   * Somebody did something, or something happened.
   *
   * @param {Member | Subject} member who is not told; or what it happened to
   * @param {Spell} spell as the others are told of it
   */
  report(member, spell) {
    if (this.#newsRound.isOver) this.#news.clear();
    this.#news.delete(member);
    this.#news.set(member, { change: this.#newsRound.changes + 1, encode: encodedOnce(spell) });
    // Who gets the list behind the news gets one that knows of it.
    this.#encodeList = encodedOnce(this.#spellList);
    this.#newsRound.change();
    if (this.#news.size <= CROWD) return;
    const [oldest] = this.#news.keys();
    this.#news.delete(oldest);
    this.changeList();
  }

  /** The list is another one now. */
  changeList() {
    this.#encodeList = encodedOnce(this.#spellList);
    this.#listRound.change();
  }

  /** Tells the list to those who were added; for the others it is as it was. */
  tellList() {
    this.#encodeList = encodedOnce(this.#spellList);
    this.#listRound.begin();
  }

  /**
   * @param {Member} receiver
   * @param {number} told
   * @returns {number}
   */
  #tellNews(receiver, told) {
    let cost = 0;
    for (const [member, { change, encode }] of this.#news) {
      if (change > told && member !== receiver) cost += this.#write(receiver, encode);
    }
    return cost;
  }

  /**
   * @param {Member} receiver who knows the news by then
   * @returns {number}
   */
  #tellList(receiver) {
    return this.#newsRound.tell(receiver) + this.#write(receiver, this.#encodeList);
  }

  /**
   * @param {Member} receiver
   * @param {Encode} encode
   * @returns {number} what it has cost
   */
  #write(receiver, encode) {
    const message = encode(this.#dialectOf(receiver));
    if (message === undefined) return 0;
    this.#send(receiver, message);
    return message.length + MESSAGE_COST;
  }
}

/**
 * @param {Spell} spell
 * @returns {Encode} spells and encodes when it is first asked for, once for each dialect
 */
function encodedOnce(spell) {
  /** @type {Map<unknown, Buffer | undefined> | undefined} made then: most news is over before anybody is told */
  let encoded;
  return (dialect) => {
    encoded ??= new Map();
    if (!encoded.has(dialect)) {
      const message = spell(dialect);
      encoded.set(dialect, message && Buffer.from(JSON.stringify(message)));
    }
    return encoded.get(dialect);
  };
}

module.exports = { Audience };
