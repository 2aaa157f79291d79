// A JSON object out of another one and parts of it.
#ifndef GANTT_JSON_MERGE_PART_H_
#define GANTT_JSON_MERGE_PART_H_

#include <memory>
#include <string>
#include <string_view>

namespace gantt::json {

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
  struct Member;
  struct Object;

  static std::unique_ptr<Object> Opened(std::string_view text);
  static void Merge(std::string_view part, Object* object);
  static void Append(const Object& object, std::string* out);

  std::unique_ptr<Object> root_;
};

// `whole` with one part.
std::string MergePart(std::string_view whole, std::string_view part);

}  // namespace gantt::json

#endif  // GANTT_JSON_MERGE_PART_H_
