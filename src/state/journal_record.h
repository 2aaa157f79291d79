// One revision in a journal: its text, and everything else that the project remembers of it, so
// that a project that replays its journal equals the one that wrote it.
//
//   record   = text(revision)
//   revision = number epoch time flags last_id text(text) part(origin) part(local) spans
//              count names* count contents*
//   flags    = 1: the server's, of what the project had already (a restoration) | shape << 1 |
//              512: as above; without, it is of schema 3 or before, and in place of the text and
//              the parts has text(origin) text(local) text(text)
//   part     = begin + 1 and size in the text, before the changes | 0 text
//   spans    = author changes count inputs*, each as begin and size in the text
//   name     = text(store) text(name) text(id)
//   content  = text(version) text(content)
//
// Numbers and texts: see base/binary.h.
#ifndef GANTT_STATE_JOURNAL_RECORD_H_
#define GANTT_STATE_JOURNAL_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/binary.h"
#include "state/revision_log.h"

namespace gantt {

// Views are valid as long as the bytes that they were read from.
struct JournalRecord {
  // The meaning of a phantom id of the author.
  struct Name {
    std::string_view store;
    std::string_view name;
    std::string_view id;  // JSON text.
  };
  // The content of a version, which broadcasts omit.
  struct Content {
    std::string_view version;  // RecordId::key.
    std::string_view content;  // JSON text.
  };

  uint64_t number = 0;
  uint64_t epoch = 0;  // RevisionLog::base of its epoch.
  uint64_t time = 0;   // Milliseconds since 1970.
  bool is_restoration = false;
  uint8_t shape = 0;          // The Shape of the author's message.
  uint64_t last_id = 0;       // IdAllocator::last_number after it.
  std::string_view origin;    // The id under which the author is remembered; see Submitter.
  std::string_view local_id;  // The author's own number, as in Answers.
  std::string_view text;      // The text for `commands` clients.
  RevisionParts parts;        // Of the text.
  std::vector<Name> names;    // Of the whole message; in its first revision.
  std::vector<Content> contents;

  void AppendTo(std::string* out) const;
  // Reads the next record; false: it is missing, incomplete or invalid.
  bool Read(BinaryReader* in);
};

}  // namespace gantt

#endif  // GANTT_STATE_JOURNAL_RECORD_H_
