// The texts of messages that are not the core's own: each dialect (lib/dialects/) gives its texts
// once, with places in them that are filled in here. So a message costs one pass over its text, and
// the core knows no dialect.
#ifndef GANTT_MESSAGE_WORDS_H_
#define GANTT_MESSAGE_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantt {

// What can stand in a text. lib/native/words.js has the same names.
enum class Place : uint8_t {
  kNone,
  kProject,  // The id of the project.
  // Of a revision:
  kChanges,   // What it changes, without `$input`, which only who speaks as the log does knows.
  kShown,     // The same without the names that its author gave: for who knows ids alone.
  kReturned,  // The same for that author: what it has added comes under its id, and what it has
              // under the name that it gave goes.
  kNumber,    // Of the revision.
  kSender,    // The client id of its author.
  kLocal,     // The author's own number of the change; `null` where it has none.
  kTime,      // Milliseconds since 1970.
  // Of all conflicts of a change:
  kConflicts,     // [{"type":…,"store"?:…,"id":…,"fields"?:[…]},…]
  kCurrentState,  // {"tasks":[…],…}: their records as they are.
  // Of one conflict:
  kRecordType,     // The name of the store, as text.
  kRecordId,       //
  kFields,         // […]: their names.
  kLockedBy,       // Who holds it; `null`: nobody.
  kServerVersion,  // The record as it is; `null`: it is gone.
  kClientVersion,  // The record as its author wants it.
};

// A text with places.
class Words {
 public:
  // A text, and what stands behind it.
  struct Piece {
    std::string text;
    Place place = Place::kNone;
  };

  // The place of that name.
  static std::optional<Place> PlaceOf(std::string_view name);

  void Add(std::string_view text, Place place = Place::kNone) {
    pieces_.push_back({std::string(text), place});
    size_ += text.size();
  }
  // Bytes, without what stands at the places.
  size_t size() const { return size_; }
  bool empty() const { return pieces_.empty(); }
  bool Has(Place place) const;
  // put(place, out) appends what stands at a place.
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
