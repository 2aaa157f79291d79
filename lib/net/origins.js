'use strict';

const ANY = '*';
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*]+$/;
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Decides which origins may connect. A browser lets every page connect to every server, and only states the origin.
 * Without this check, any page could use a server in the network of its visitor, in the visitor's name.
 *
 * Without a list, pages of the server's own host may connect; ports do not matter, as with cookies. A page on the local
 * computer may connect to it by any of its local names.
 */
class Origins {
  #listed;

  /** @param {string[]} [listed] normalized by asOrigin(); `*`: all */
  constructor(listed) {
    this.#listed = listed && new Set(listed);
  }

  /**
   * @param {string | undefined} origin of a request; undefined: not from a browser
   * @param {string[]} hosts the possible hosts of the request, with ports
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
 * @returns {string | undefined} the normal form of this origin, `*` or `null`; undefined if invalid
 */
function asOrigin(text) {
  const plain = text.trim().toLowerCase().replace(/\/$/, '');
  if (plain === ANY || plain === 'null') return plain;
  if (!ORIGIN.test(plain) || !URL.canParse(plain)) return undefined;
  const { origin } = new URL(plain);
  // An origin with an application's own scheme stays as it is.
  return origin === 'null' ? plain : origin;
}

/**
 * @param {string} url
 * @returns {string | undefined} its host name or address; undefined if it has none
 */
function nameOf(url) {
  return (URL.canParse(url) && new URL(url).hostname) || undefined;
}

module.exports = { Origins, asOrigin };
