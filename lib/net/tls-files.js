'use strict';

const fs = require('node:fs');
const { codedError } = require('../base/errors');

/** @typedef {import('node:https').ServerOptions} TlsOptions */

// Where the old server looked, relative to the current folder.
const USUAL_FILES = Object.freeze({ key: 'cert/key.pem', cert: 'cert/cert.pem' });

/**
 * What the HTTPS server needs, or undefined for a server without TLS.
 *
 * @param {TlsOptions | false | undefined} tls the option: undefined takes the usual files, when both exist
 * @returns {TlsOptions | undefined}
 */
function readTls(tls) {
  if (tls === false) return undefined;
  if (tls) return { ...tls, key: readPem(tls.key), cert: readPem(tls.cert) };
  if (!fs.existsSync(USUAL_FILES.key) || !fs.existsSync(USUAL_FILES.cert)) return undefined;
  return { key: readPem(USUAL_FILES.key), cert: readPem(USUAL_FILES.cert) };
}

/**
 * @template T
 * @param {T} value PEM text stays as it is, another text is the path of a file
 * @returns {T | Buffer}
 */
function readPem(value) {
  if (typeof value !== 'string' || value.includes('-----BEGIN')) return value;
  try {
    return fs.readFileSync(value);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_CERTIFICATE', `File ${value} for TLS: ${message}`, error);
  }
}

module.exports = { readTls };
