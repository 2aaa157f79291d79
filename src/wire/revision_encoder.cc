// Revisions as text: everything that was not rewritten is sent byte for byte as received.
#include "wire/revision_encoder.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_writer.h"
#include "json/text.h"
#include "message/changeset.h"
#include "rebase/resolved_revision.h"
#include "state/revision_log.h"
#include "store/field.h"
#include "wire/change_size.h"

namespace gantt {
namespace {

// `member` is a piece of `raw`, which is about to be appended to a text of that size.
void NoteCopied(std::string_view member, std::string_view raw, size_t size,
                std::pmr::vector<Span>* inputs) {
  if (member.empty()) return;
  const auto begin = static_cast<uint32_t>(size + (member.data() - raw.data()));
  inputs->push_back({begin, begin + static_cast<uint32_t>(member.size())});
}

class ChangeEncoder {
 public:
  // Records the positions of `$input` in `*out`.
  ChangeEncoder(const Changeset& changeset, std::string* out, std::pmr::vector<Span>* inputs)
      : changeset_(changeset), out_(out), inputs_(*inputs) {}

  // Of a revision that was rewritten.
  void Changes(const RevisionChange& revision) {
    out_.Put('{');
    for (const Range& range : {revision.stores, revision.more_stores}) {
      for (uint32_t i = range.begin; i < range.end; ++i) {
        const StoreChange& store = changeset_.stores[i];
        Key(store.name);
        if (store.rewritten) {
          Section(store, store.change, store.others, store.has_input);
        } else {
          NoteCopied(store.raw_input, store.raw, out_.size(), &inputs_);
          out_.Put(store.raw);
        }
      }
    }
    if (revision.project_fields >= 0) {
      Key("project");
      const size_t begin = out_.size() + 1;
      Fields(changeset_.entries[static_cast<size_t>(revision.project_fields)],
             revision.project_input);
      if (revision.is_all_input) {
        out_.CutTo(out_.size() - 1);
        SayInInput(begin, out_.size());
        out_.Put('}');
      }
    }
    out_.Put('}');
  }

 private:
  // Called after the member was appended; `begin` is the position before its comma.
  void NoteWritten(size_t begin) {
    inputs_.push_back({static_cast<uint32_t>(begin + (out_[begin] == ',' ? 1 : 0)),
                       static_cast<uint32_t>(out_.size())});
  }

  // A comma if necessary, then the key.
  void Key(std::string_view key) {
    Comma();
    char* at = out_.Room(key.size() + 3);
    *at++ = '"';
    std::memcpy(at, key.data(), key.size());
    at += key.size();
    *at++ = '"';
    *at++ = ':';
    out_.Wrote(at);
  }

  void Comma() {
    if (out_.back() != '{' && out_.back() != '[') out_.Put(',');
  }

  using Lists = std::array<Range, kListCount>;

  void Section(const StoreChange& store, const Lists& lists, const Range& others, bool with_input) {
    out_.Put('{');
    const size_t begin = out_.size();
    for (const List list : {kAdded, kUpdated, kRemoved})
      EncodeList(store, lists, list, &lists == &store.input);
    const size_t end = out_.size();
    for (uint32_t i = others.begin; i < others.end; ++i) {
      Key(changeset_.fields[i].key);
      out_.Put(changeset_.fields[i].value);
    }
    if (store.is_all_input) {
      SayInInput(begin, end);
    } else if (with_input) {
      const size_t input = out_.size();
      Key("$input");
      Section(store, store.input, store.input_others, false);
      NoteWritten(input);
    }
    out_.Put('}');
  }

  // An `$input` of the members just written.
  void SayInInput(size_t begin, size_t end) {
    if (begin == end) return;
    const size_t input = out_.size();
    Key("$input");
    out_.Put('{');
    out_.Repeat(begin, end);
    out_.Put('}');
    NoteWritten(input);
  }

  void EncodeList(const StoreChange& store, const Lists& lists, List list, bool is_input) {
    const size_t begin = out_.size();
    Key(ListName(list));
    out_.Put('[');
    const size_t first = out_.size();
    // Entries moved from `added` come before the updates.
    if (list == kUpdated) Entries(lists[kAdded], Fate::kUpdate);
    Entries(lists[list], Fate::kKeep);
    if (is_input) Entries(store.added_to_input[list]);
    if (list == kRemoved) Entries(store.dragged_along);
    if (out_.size() == first) {
      out_.CutTo(begin);
    } else {
      out_.Put(']');
    }
  }

  void Entries(const Range& range, Fate fate) {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      if (changeset_.entries[i].fate == fate) EncodeEntry(changeset_.entries[i]);
    }
  }

  void Entries(const std::vector<uint32_t>& indexes) {
    for (const uint32_t i : indexes) EncodeEntry(changeset_.entries[i]);
  }

  void EncodeEntry(const Entry& entry) {
    Comma();
    if (entry.rewritten) {
      Fields(entry, -1);
    } else {
      out_.Put(entry.raw);
    }
  }

  // `input`: of the project's fields, the entry that replaces `$input`.
  void Fields(const Entry& entry, int64_t input) {
    const Field* field = changeset_.FieldsOf(entry);
    out_.Put('{');
    for (uint32_t i = 0; i < entry.field_count; ++i) {
      if (!field[i].is_shown()) continue;
      const size_t begin = out_.size();
      if (input >= 0 && field[i].key == "$input") {
        Key(field[i].key);
        Fields(changeset_.entries[static_cast<size_t>(input)], -1);
        NoteWritten(begin);
      } else if (input < 0 && IsAsItCame(field[i])) {
        // Together with everything beside it.
        const char* const first = field[i].key.data() - 1;
        while (i + 1 < entry.field_count && IsNextTo(field[i], field[i + 1])) ++i;
        Comma();
        out_.Put({first, static_cast<size_t>(End(field[i]) - first)});
      } else {
        Key(field[i].key);
        out_.Put(field[i].value);
      }
    }
    out_.Put('}');
  }

  static const char* End(const Field& field) { return field.value.data() + field.value.size(); }
  // Is `"key":value` contiguous in the message? A key or value from elsewhere has another address.
  static bool IsAsItCame(const Field& field) {
    return field.token.exists() && field.key.data() + field.key.size() + 2 == field.value.data();
  }
  // Is there nothing but a comma between them?
  static bool IsNextTo(const Field& field, const Field& next) {
    return next.is_shown() && IsAsItCame(next) && End(field) + 2 == next.key.data();
  }

  const Changeset& changeset_;
  TextWriter out_;
  std::pmr::vector<Span>& inputs_;
};

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The comma to remove with a member to keep valid JSON: the one after it, else the one before it.
Span WithComma(std::string_view text, Span member) {
  uint32_t end = member.end;
  while (IsSpace(text[end])) ++end;
  if (text[end] == ',') return {member.begin, end + 1};
  uint32_t begin = member.begin;
  while (IsSpace(text[begin - 1])) --begin;
  return text[begin - 1] == ',' ? Span{begin - 1, member.end} : member;
}

void AppendChanges(const Changeset& changeset, const RevisionChange& revision, std::string* out,
                   std::pmr::vector<Span>* inputs) {
  if (revision.rewritten) {
    if (ChangeSize::IsLong(changeset, revision))
      out->reserve(out->size() + ChangeSize(changeset).Of(revision));
    ChangeEncoder(changeset, out, inputs).Changes(revision);
    return;
  }
  for (uint32_t i = revision.stores.begin; i < revision.stores.end; ++i)
    NoteCopied(changeset.stores[i].raw_input, revision.changes, out->size(), inputs);
  if (!revision.raw_project_input.empty()) {
    NoteCopied(revision.raw_project_input, revision.changes, out->size(), inputs);
    // The project may be before the stores, or between two of them.
    std::ranges::sort(*inputs, {}, &Span::begin);
  }
  out->append(revision.changes);
}

}  // namespace

void AppendRevision(const ResolvedRevision& resolved, uint64_t number, std::string_view author,
                    std::string* out, RevisionParts* parts) {
  const RevisionChange& revision = resolved.revision();
  const size_t start = out->size();
  const auto here = [&] { return static_cast<uint32_t>(out->size() - start); };
  parts->inputs.clear();
  out->append("{\"revision\":\"server-").append(std::to_string(number)).push_back('"');
  if (!revision.local_id.empty()) out->append(",\"localRevision\":").append(revision.local_id);
  out->append(",\"client\":");
  parts->author.begin = here();
  json::AppendString(revision.is_servers ? "server" : author, out);
  parts->author.end = here();
  out->append(",\"changes\":");
  parts->changes.begin = here();
  AppendChanges(resolved.changeset(), revision, out, &parts->inputs);
  parts->changes.end = here();
  for (Span& input : parts->inputs) {
    const auto offset = static_cast<uint32_t>(start);
    input = WithComma(*out, input);
    input = {input.begin - offset, input.end - offset};
  }
  if (!revision.conflict_resolution_for.empty()) {
    out->append(",\"conflictResolutionFor\":").append(revision.conflict_resolution_for);
  }
  out->push_back('}');
}

}  // namespace gantt
