'use strict';

const ARROW = /^(\w+) ([→←]) (.*)$/;
const INDENTED = /^\s+(\S.*)$/;
const FENCE = /^( *)```(\w*)$/;

/**
 * One line of an example: a client sends something or gets something.
 *
 * @typedef {object} Step
 * @property {string} client
 * @property {boolean} isSent
 * @property {string} text a message, or how the connection ends
 * @property {number} line of the document
 */

/**
 * The examples of a document: its blocks marked `wire`. A line that is indented goes on with the one before.
 *
 * @param {string} markdown
 * @returns {Step[][]}
 */
function readExamples(markdown) {
  return readBlocks(markdown, 'wire').map(({ lines, line }) => {
    /** @type {Step[]} */
    const steps = [];
    for (const [index, content] of lines.entries()) {
      const [, client, arrow, text] = ARROW.exec(content) ?? [];
      const [, more] = INDENTED.exec(content) ?? [];
      if (client) steps.push({ client, isSent: arrow === '→', text, line: line + index });
      else if (more && steps.length > 0) steps[steps.length - 1].text += more;
      else throw new Error(`Line ${line + index} is no line of an example: ${content}`);
    }
    return steps;
  });
}

/**
 * The fenced blocks of one language, without the indent that a list gives them.
 *
 * @param {string} markdown
 * @param {string} language
 * @returns {{lines: string[], line: number}[]} `line` is the number of the first of `lines`
 */
function readBlocks(markdown, language) {
  const blocks = [];
  let open;
  for (const [index, content] of markdown.split('\n').entries()) {
    const [fence, indent, name] = FENCE.exec(content) ?? [];
    if (fence === undefined) {
      open?.lines.push(content.slice(open.indent));
    } else if (open) {
      if (open.name === language) blocks.push({ lines: open.lines, line: open.line });
      open = undefined;
    } else {
      open = { name, indent: indent.length, lines: [], line: index + 2 };
    }
  }
  return blocks;
}

module.exports = { readBlocks, readExamples };
