'use strict';

const { MemoryStorage } = require('../../lib/storage/memory');
const { storageContract } = require('./contract');

storageContract('memory', async () => new MemoryStorage());
