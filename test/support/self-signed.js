'use strict';

const { generateKeyPairSync, sign } = require('node:crypto');

// The few forms of DER that a certificate of X.509 is made of.
const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const VERSION = 0xa0;

const COMMON_NAME = Buffer.from([0x55, 0x04, 0x03]);
const ECDSA_WITH_SHA256 = Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);

/**
 * A key and a certificate for `localhost` that it signs itself, made anew for each test: no key lies in the repository.
 *
 * @returns {{key: string, cert: string}} PEM text
 */
function selfSigned() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
  const attribute = [der(OBJECT_ID, COMMON_NAME), der(UTF8_STRING, Buffer.from('localhost'))];
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, ...attribute)));
  const dates = ['200101000000Z', '491231235959Z'].map((date) => der(UTC_TIME, Buffer.from(date)));
  const body = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1])),
    algorithm,
    name,
    der(SEQUENCE, ...dates),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]);
  const cert = der(SEQUENCE, body, algorithm, der(BIT_STRING, signature));
  const lines = cert
    .toString('base64')
    .match(/.{1,64}/g)
    .join('\n');
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/**
 * @param {number} tag
 * @param {...Buffer} parts
 * @returns {Buffer}
 */
function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = [0x82, length >> 8, length & 0xff];
  const size = length < 0x80 ? [length] : long;
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

module.exports = { selfSigned };
