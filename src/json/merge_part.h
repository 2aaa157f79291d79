// A JSON object out of another one and parts of it.
#ifndef GANTT_JSON_MERGE_PART_H_
#define GANTT_JSON_MERGE_PART_H_

#include <memory>
#include <string>
#include <string_view>

namespace gantt::json {

class Cursor;

// What becomes of an array in the whole where the part has one, too: that one, or the elements of
// both, those of the part that are no text of an element of the whole behind.
enum class Arrays : bool { kReplaced, kJoined };

// `whole` with one part: both are objects, or both are arrays. Goes once through the whole, however
// deep the part goes into it.
std::string MergePart(std::string_view whole, std::string_view part,
                      Arrays arrays = Arrays::kReplaced);

// What several parts of one object say together. The texts, which are JSON, have to live as long.
class Parts {
 public:
  explicit Parts(Arrays arrays = Arrays::kReplaced);
  ~Parts();

  // The members of `part`, an object, take the place of those of the same key; where both are
  // objects, so on. Costs what it says.
  void Add(std::string_view part);
  // `whole`, an object, with all parts. Goes once through it.
  std::string Into(std::string_view whole) const;

 private:
  friend std::string MergePart(std::string_view whole, std::string_view part, Arrays arrays);
  struct Member;
  struct Object;
  struct Several;

  static Object Said(std::string_view part);
  void Merge(std::string_view part, Object* object) const;
  static void Append(const Member& member, std::string* out);
  static void Append(const Object& object, std::string* out);
  void AppendMerged(const Object& said, Cursor* whole, std::string* out) const;
  void AppendMerged(const Member& said, Cursor* whole, std::string* out) const;

  const Arrays arrays_;
  std::unique_ptr<Object> said_;
};

}  // namespace gantt::json

#endif  // GANTT_JSON_MERGE_PART_H_
