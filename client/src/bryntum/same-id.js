/** Ids are compared by their text: `1` and `'1'` are the same one. @param {unknown} one @param {unknown} other */
export const isSameId = (one, other) => String(one) === String(other);
