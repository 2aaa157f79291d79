'use strict';

const { TEXT_OPTIONS, hyphenated, isSwitch } = require('./text-options');
const { OPTIONS } = require('./options');

const LEFT_COLUMN = 36;

/**
 * @param {[name: string, summary: string][]} [tools]
 * @returns {string} what `--help` prints
 */
function helpText(tools = []) {
  const rows = TEXT_OPTIONS.map((name) => {
    const { kind, help, default: value, text } = OPTIONS[name];
    const option = `--${hyphenated(name)}${isSwitch(name) ? '' : ` ${kind.placeholder}`}`;
    const shown = !text && (typeof value === 'number' || kind.placeholder?.includes('|'));
    return `  ${option.padEnd(LEFT_COLUMN)}${text?.help ?? help}${shown ? ` (default: ${value})` : ''}`;
  });
  return [
    'Usage: gantt-sync-server [options]',
    '       gantt-sync-server hash-password     reads a password and prints what the option users may hold in place of it',
    '       gantt-sync-server TOOL --help           for one of the tools below',
    '',
    'Starts the server and prints "listening on" with its address when it is ready.',
    '',
    ...rows,
    `  ${'--help'.padEnd(LEFT_COLUMN)}print this`,
    `  ${'--version'.padEnd(LEFT_COLUMN)}print the version`,
    '',
    'What can be done with the projects that a server keeps:',
    '',
    ...tools.map(([name, summary]) => `  ${name.padEnd(LEFT_COLUMN)}${summary}`),
    '',
    'Each option may also be written --port=8080 or port=8080, or stand in the environment as',
    'GANTT_PORT, GANTT_RESET_DELAY and so on; the command line wins.',
  ].join('\n');
}

module.exports = { helpText };
