'use strict';

const fs = require('node:fs');
const { codedError, codedTypeError } = require('../base/errors');
const { unknownKey } = require('../base/nearest-name');

/** @typedef {import('node:https').ServerOptions} TlsOptions */

// The paths of the old server, relative to the current folder.
const USUAL_FILES = Object.freeze({ key: 'cert/key.pem', cert: 'cert/cert.pem' });

// The options of https.createServer(): its own, those of http, net and tls, and those of tls.createSecureContext().
const KNOWN = (
  'key cert ca pfx passphrase ciphers minVersion maxVersion requestCert rejectUnauthorized SNICallback ' +
  'ALPNCallback ALPNProtocols allowPartialTrustChain clientCertEngine crl dhparam ecdhCurve enableTrace ' +
  'handshakeTimeout honorCipherOrder privateKeyEngine privateKeyIdentifier pskCallback pskIdentityHint ' +
  'secureContext secureOptions secureProtocol sessionIdContext sessionTimeout sigalgs ticketKeys ' +
  'IncomingMessage ServerResponse connectionsCheckingInterval headersTimeout highWaterMark ' +
  'insecureHTTPParser joinDuplicateHeaders keepAlive keepAliveInitialDelay keepAliveTimeout ' +
  'keepAliveTimeoutBuffer maxHeaderSize noDelay optimizeEmptyRequests rejectNonStandardBodyWrites ' +
  'requestTimeout requireHostHeader shouldUpgradeCallback uniqueHeaders allowHalfOpen blockList ' +
  'pauseOnConnect'
).split(' ');
// With one of these options a server needs no key and certificate.
const IN_PLACE_OF_FILES = ['pfx', 'SNICallback', 'pskCallback', 'secureContext'];

/**
 * The options of the HTTPS server, or undefined for a server without TLS.
 *
 * @param {TlsOptions | false | undefined} tls the option; undefined: the default files if both exist
 * @returns {TlsOptions | undefined}
 */
function readTls(tls) {
  if (tls === false) return undefined;
  if (tls) checkKeys(tls);
  if (tls) return { ...tls, key: readPem(tls.key), cert: readPem(tls.cert) };
  if (!fs.existsSync(USUAL_FILES.key) || !fs.existsSync(USUAL_FILES.cert)) return undefined;
  return { key: readPem(USUAL_FILES.key), cert: readPem(USUAL_FILES.cert) };
}

/**
 * A server without a certificate would start, but refuse every connection.
 *
 * @param {TlsOptions} tls
 */
function checkKeys(tls) {
  const unknown = unknownKey(tls, KNOWN);
  if (unknown) throw codedTypeError('ERR_INVALID_OPTION', `Option "tls" ${unknown}`);
  const isComplete = tls.key !== undefined && tls.cert !== undefined;
  if (isComplete || IN_PLACE_OF_FILES.some((name) => name in tls)) return;
  throw codedTypeError('ERR_INVALID_OPTION', 'Option "tls" needs both "key" and "cert"');
}

/**
 * @template T
 * @param {T} value PEM text stays unchanged; any other text is the path of a file
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
