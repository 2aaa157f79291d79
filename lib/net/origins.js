'use strict';

const ANY = '*';
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*]+$/;
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Pages of which origins may connect. A browser says whose page it is that asks, and lets every page ask every server: without
 * this, any page that somebody looks at could speak to a server in their network, and as them.
 *
 * Without a list it is the pages of the server's own host: ports do not matter, as they do not for cookies. A page of the
 * computer itself may ask the computer itself, by whatever name.
 */
class Origins {
  #listed;

  /** @param {string[]} [listed] as asOrigin() writes them; `*`: all */
  constructor(listed) {
    this.#listed = listed && new Set(listed);
  }

  /**
   * @param {string | undefined} origin as a request names it; undefined: it is from no browser
   * @param {string[]} hosts that the request may have been sent to, with their ports
   * @returns {boolean}
   */
  admits(origin, hosts) {
    if (origin === undefined) return true;
    if (this.#listed) return this.#listed.has(ANY) || this.#listed.has(asOrigin(origin) ?? '');
    const name = nameOf(origin);
    if (name === undefined) return false;
    return hosts.some((host) => {
      const asked = nameOf(`http://${host}`);
      return asked === name || (asked !== undefined && LOOPBACK.test(asked) && LOOPBACK.test(name));
    });
  }
}

/**
 * @param {string} text
 * @returns {string | undefined} the one way to write this origin, `*` or `null`; undefined: it is none
 */
function asOrigin(text) {
  const plain = text.trim().toLowerCase().replace(/\/$/, '');
  if (plain === ANY || plain === 'null') return plain;
  if (!ORIGIN.test(plain) || !URL.canParse(plain)) return undefined;
  const { origin } = new URL(plain);
  // That of an application with a scheme of its own is what it says.
  return origin === 'null' ? plain : origin;
}

/**
 * @param {string} url
 * @returns {string | undefined} the name or the address of its host; undefined: it has none
 */
function nameOf(url) {
  return (URL.canParse(url) && new URL(url).hostname) || undefined;
}

module.exports = { Origins, asOrigin };
