'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { readTls } = require('../../lib/net/tls-files');
const { selfSigned } = require('../support/self-signed');
const { temporaryFolder } = require('../support/temporary-folder');

test('key and certificate are PEM text or the paths of files', (t) => {
  const { key, cert } = selfSigned();
  const folder = temporaryFolder(t, { 'key.pem': key });
  const read = readTls({ key: `${folder}/key.pem`, cert, minVersion: 'TLSv1.3' });
  assert.deepEqual(read, { key: Buffer.from(key), cert, minVersion: 'TLSv1.3' });
  assert.equal(readTls(false), undefined);
  assert.throws(() => readTls({ key: `${folder}/none.pem`, cert }), { code: 'ERR_CERTIFICATE' });
});

test('a key that nothing reads is named, and so is a certificate that is missing', () => {
  const says = (tls) => {
    try {
      return readTls(tls) && 'taken';
    } catch (error) {
      assert.equal(error.code, 'ERR_INVALID_OPTION');
      return error.message.replace(' (ERR_INVALID_OPTION)', '');
    }
  };
  const pem = '-----BEGIN X-----';
  assert.equal(
    says({ key: pem, crt: pem }),
    'Option "tls" has an unknown key "crt": did you mean "cert"?',
  );
  assert.equal(says({ key: pem }), 'Option "tls" needs both "key" and "cert"');
  assert.equal(says({ SNICallback() {} }), 'taken');
});
