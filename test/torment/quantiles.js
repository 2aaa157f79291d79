'use strict';

/**
 * @param {number[]} values not empty
 * @param {number} share from 0 to 1
 * @returns {number} the value that this share of them does not exceed
 */
function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/**
 * The line through points, by least squares.
 *
 * @param {[x: number, y: number][]} points two at least, at different x
 * @returns {number} how much y grows for each x
 */
function slope(points) {
  const middle = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x0, y0] = [middle(0), middle(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0);
  const below = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  return above / below;
}

module.exports = { quantile, slope };
