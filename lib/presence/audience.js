'use strict';

const { MESSAGE_COST } = require('./presence-pace');
const { Round } = require('./round');

/** @typedef {import('./presence-pace').PresencePace} PresencePace */

/**
 * Writes a message in one dialect; undefined: the dialect has no such message.
 *
 * @typedef {(dialect: any) => object | undefined} Spell
 */

/** @typedef {(dialect: any) => Buffer | undefined} Encode */

// If more people than this have news, only the list is sent.
const CROWD = 10;

/**
 * Members who get the same presence messages: the list of people, and news of each person, which go to the others. Both
 * are sent in rounds, and a list never arrives before its news. Only the last news of each person are sent; if more
 * people than a crowd have news, only the list is sent.
 *
 * @template Member
 * @template [Subject=Member] subject of the news
 */
class Audience {
  /** @type {Map<Member | Subject, {change: number, encode: Encode}>} news by subject */
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
   * @param {number} burst rounds in a row after a quiet time
   * @param {object} telling
   * @param {Spell} telling.list writes the current list
   * @param {(receiver: Member, message: Buffer) => void} telling.send
   * @param {(receiver: Member) => unknown} [telling.dialectOf] if there are several
   */
  constructor(pace, burst, { list, send, dialectOf = () => undefined }) {
    this.#spellList = list;
    this.#encodeList = encodedOnce(list);
    this.#send = send;
    this.#dialectOf = dialectOf;
    this.#newsRound = new Round(pace, burst, (receiver, told) => this.#tellNews(receiver, told));
    this.#listRound = new Round(pace, burst, (receiver) => this.#tellList(receiver));
  }

  /** @returns {number} number of receivers */
  get size() {
    return this.#listRound.size;
  }

  /**
   * @param {Member} member
   * @returns {boolean} is it a receiver?
   */
  has(member) {
    return this.#listRound.has(member);
  }

  /**
   * @param {Member} member a new receiver; it gets the list in the next round
   * @param {boolean} [hasList] does it already have the list?
   */
  add(member, hasList = false) {
    this.#newsRound.addInformed(member);
    if (hasList) this.#listRound.addInformed(member);
    else this.#listRound.add(member);
  }

  /**
   * @param {Member} member
   * @returns {boolean} was it a receiver?
   */
  delete(member) {
    this.#newsRound.delete(member);
    return this.#listRound.delete(member);
  }

  /** Ends all messages. */
  stop() {
    this.#newsRound.stop();
    this.#listRound.stop();
    this.#news.clear();
  }

  /**
   * Adds news of a member or subject.
   *
   * @param {Member | Subject} member the member, who does not get the news; or the subject
   * @param {Spell} spell writes the news for the others
   */
  report(member, spell) {
    if (this.#newsRound.isOver) this.#news.clear();
    this.#news.delete(member);
    this.#news.set(member, { change: this.#newsRound.changes + 1, encode: encodedOnce(spell) });
    // A list that is sent after the news contains them.
    this.#encodeList = encodedOnce(this.#spellList);
    this.#newsRound.change();
    if (this.#news.size <= CROWD) return;
    const [oldest] = this.#news.keys();
    this.#news.delete(oldest);
    this.changeList();
  }

  /** The list has changed. */
  changeList() {
    this.#encodeList = encodedOnce(this.#spellList);
    this.#listRound.change();
  }

  /** Sends the unchanged list to new receivers. */
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
   * @param {Member} receiver that has the news by then
   * @returns {number}
   */
  #tellList(receiver) {
    return this.#newsRound.tell(receiver) + this.#write(receiver, this.#encodeList);
  }

  /**
   * @param {Member} receiver
   * @param {Encode} encode
   * @returns {number} its cost
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
 * @returns {Encode} encodes on demand, once for each dialect
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
