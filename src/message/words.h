// Message templates of the dialects (lib/dialects/), whose values are inserted here. So a message
// costs one pass over its text, and the core knows no dialect.
#ifndef GANTT_MESSAGE_WORDS_H_
#define GANTT_MESSAGE_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {

// The values of a template. lib/native/words.js has the same names.
enum class Place : uint8_t {
  kNone,
  kProject,  // The id of the project.
  // Of a revision:
  kChanges,   // Its changes without `$input`, which only clients with the dialect of the log use.
  kShown,     // The same without phantom ids, for clients that only know ids.
  kReturned,  // The same for the author: added records have their ids, and the records with
              // invented ids are removed.
  kNumber,    // Of the revision.
  kSender,    // The client id of its author.
  kLocal,     // The author's own number of the change; `null` if it has none.
  kTime,      // Milliseconds since 1970.
  // Of all conflicts of a change:
  kConflicts,     // [{"type":…,"store"?:…,"id":…,"fields"?:[…]},…]
  kCurrentState,  // {"tasks":[…],…}: the current records.
  // Of one conflict:
  kRecordType,     // The name of the store, as text.
  kRecordId,       //
  kFields,         // […]: their names.
  kLockedBy,       // The holder of its lock; `null`: none.
  kServerVersion,  // The current record; `null`: removed.
  kClientVersion,  // The record with the author's change.
};

// A template.
class Words {
 public:
  // A text, and the value after it.
  struct Piece {
    std::string text;
    Place place = Place::kNone;
  };

  // The value with that name.
  static std::optional<Place> PlaceOf(std::string_view name);

  void Add(std::string_view text, Place place = Place::kNone) {
    pieces_.push_back({std::string(text), place});
    size_ += text.size();
  }
  // Bytes without the values.
  size_t size() const { return size_; }
  bool empty() const { return pieces_.empty(); }
  bool Has(Place place) const;
  // put(place, out) appends a value.
  template <typename Put>
  void Write(std::string* out, const Put& put) const {
    for (const Piece& piece : pieces_) {
      out->append(piece.text);
      if (piece.place != Place::kNone) put(piece.place, out);
    }
  }

 private:
  std::vector<Piece> pieces_;
  size_t size_ = 0;
};

}  // namespace gantt

#endif  // GANTT_MESSAGE_WORDS_H_
