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

// An object to which parts are added one by one: each costs what it says and what it goes into, and
// not what the whole is. The texts, which are JSON, have to live as long.
class MergedObject {
 public:
  explicit MergedObject(std::string_view whole);
  ~MergedObject();

  // The members of `part` take the place of those of the same key; where both are objects, so on.
  void Add(std::string_view part);
  std::string Text() const;

 private:
  friend std::string MergePart(std::string_view whole, std::string_view part, Arrays arrays);
  struct Member;
  struct Object;

  static std::unique_ptr<Object> Opened(std::string_view text);
  static Object Said(std::string_view part);
  static void Merge(std::string_view part, Object* object);
  static void AppendMerged(std::string_view part, Arrays arrays, Cursor* whole, std::string* out);
  static void Append(const Object& object, std::string* out);

  std::unique_ptr<Object> root_;
};

}  // namespace gantt::json

#endif  // GANTT_JSON_MERGE_PART_H_
