// The bounds of a project: what a message may say, what is kept, and what is remembered of the
// past.
//
// Each noun takes those that are its own. Beyond a bound of a message it is refused; beyond a bound
// of the past the oldest is forgotten, between two messages; beyond the others memory is given back
// or comes in smaller pieces, and nobody notices. So a project is the same, and as safe, with all
// of them tiny: the tests and the fuzzer run that way, too.
#ifndef GANTT_BASE_LIMITS_H_
#define GANTT_BASE_LIMITS_H_

#include <cstddef>

namespace gantt {

struct Limits {
  // Of a message.
  size_t message_bytes = size_t{4} << 20;
  size_t message_records = size_t{128} << 10;
  // However short something is, it takes as much memory and time as if it were about that long.
  // What a message says may be shorter by so many bytes in all.
  size_t added_bytes = 72;  // Of a record of that list,
  size_t updated_bytes = 56;
  size_t removed_bytes = 36;
  size_t store_bytes = 32;     // of a store without its records,
  size_t revision_bytes = 80;  // and of a revision without its stores.
  size_t short_bytes = size_t{1} << 20;
  size_t stores = 256;                   // Of a revision, and of a project.
  size_t fields = 1000;                  // Of a record of a message; a project keeps twice as many.
  size_t back_bytes = size_t{16} << 20;  // What a message gets that it does not say itself.

  // Of a project.
  size_t project_bytes = size_t{512} << 20;

  // Of the past.
  size_t log_revisions = 10'000;
  size_t log_bytes = size_t{16} << 20;      // And as many of what removed records said.
  size_t tombstones = size_t{256} << 10;    // Removed records of a store whose place is known.
  size_t phantom_bytes = size_t{32} << 20;  // What names of new records came to mean.
  size_t made_bytes = size_t{16} << 20;     // Answers to changes that were made,
  size_t refused_bytes = size_t{4} << 20;   // and to those that were refused.
  size_t list_bytes = size_t{16} << 20;     // What clients loaded of lists, and what those were.
  size_t released_locks = 10'000;           // Whose fences are known.
  size_t storm_fields = 1024;               // That are watched at one time.

  // Of pieces of memory.
  size_t reader_bytes = size_t{256} << 10;     // A longer message's index is given back.
  size_t changeset_fields = 16'384;            // The lists of a message with more are given back.
  size_t pool_records = 512;                   // Of one piece of a store's records.
  size_t text_piece_bytes = size_t{64} << 10;  // Of the texts of the past.
  // Of rows as text. These were measured: docs/architecture.md.
  size_t row_piece_bytes = size_t{128} << 10;
  size_t row_leaf_bytes = size_t{8} << 10;
};

}  // namespace gantt

#endif  // GANTT_BASE_LIMITS_H_
