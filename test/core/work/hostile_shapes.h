// Messages that are made to cost more than they are long: shapes that come in every size.
#ifndef GANTT_TEST_CORE_WORK_HOSTILE_SHAPES_H_
#define GANTT_TEST_CORE_WORK_HOSTILE_SHAPES_H_

#include <cctype>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace gantt {

// `head`, then `count` copies of `each` with commas between them, then `tail`. In a copy # is its
// number, and @ the number behind it. Single quotes stand for double ones.
struct Copies {
  std::string head;
  std::string each;
  std::string tail;
  size_t count = 0;  // 0: the size of the shape.
};

struct HostileShape {
  std::string name;
  Copies changes;  // Of one revision; without a head, each copy is a revision, or several
                   // with | between them.
  Copies data = {.head = "{}", .each = "", .tail = ""};  // A data file.
  std::vector<Copies> before = {};  // Changes of somebody else's that the author has not seen.
};

// What a test says of it.
inline void PrintTo(const HostileShape& shape, std::ostream* out) { *out << shape.name; }

// The same in letters, digits and underscores.
inline std::string TestName(const HostileShape& shape) {
  std::string name = shape.name;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

// All of them: a new one is one line.
const std::vector<HostileShape>& HostileShapes();

// One text for each revision of a shape of that size.
std::vector<std::string> Revisions(const Copies& copies, size_t size);
std::string Text(const Copies& copies, size_t size);

}  // namespace gantt

#endif  // GANTT_TEST_CORE_WORK_HOSTILE_SHAPES_H_
