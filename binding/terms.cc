#include "terms.h"

#include <napi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "arguments.h"
#include "message/terms.h"
#include "wire/dataset_encoder.h"

namespace gantt::binding {
namespace {

// lib/native/terms.js has the same numbers as TERMS.
enum TermFlag : uint32_t {
  kReject = 1,
  kServerWins = 2,
  kMerge = 4,
  kAsk = 8,
  kVeto = 16,
  kMayForce = 32,
  kUnsure = 64,
};
// After them a bit for each dialect of a subscriber, then the number of the dialect of the change.
constexpr uint32_t kAudience = 256;
constexpr uint32_t kDialect = 65536;

uint32_t FlagsArgument(const Napi::CallbackInfo& info, size_t index) {
  if (info.Length() <= index) return 0;
  const double flags = NumberArgument(info, index);
  return flags >= 0 && flags < kDialect * 256.0 ? static_cast<uint32_t>(flags) : 0;
}

Napi::TypeError NoDialect(const Napi::CallbackInfo& info, size_t index) {
  return Napi::TypeError::New(info.Env(),
                              "Argument " + std::to_string(index + 1) + " names no dialect");
}

// The value of the name in an argument.
template <typename T, size_t kCount>
T Named(const Napi::CallbackInfo& info, size_t index,
        const std::array<std::pair<std::string_view, T>, kCount>& names) {
  StringBuffer buffer;
  const std::string_view given = StringArgument(info, index, &buffer);
  for (const auto& [name, value] : names) {
    if (name == given) return value;
  }
  throw Napi::TypeError::New(info.Env(),
                             "Argument " + std::to_string(index + 1) + " has an unknown name");
}

}  // namespace

bool IsUsual(const Napi::CallbackInfo& info, size_t index) {
  return FlagsArgument(info, index) == 0;
}

Terms TermsArgument(const Napi::CallbackInfo& info, size_t index, size_t dialects) {
  const uint32_t flags = FlagsArgument(info, index);
  if (flags == 0) return {};
  const auto has = [flags](TermFlag bit) { return (flags & bit) != 0; };
  Terms terms;
  terms.dialect = flags / kDialect;
  if (has(kReject)) terms.policy = ConflictPolicy::kReject;
  if (has(kServerWins)) terms.policy = ConflictPolicy::kServerWins;
  if (has(kMerge)) terms.policy = ConflictPolicy::kMerge;
  if (has(kAsk)) terms.policy = ConflictPolicy::kAsk;
  terms.veto = has(kVeto);
  terms.may_force = has(kMayForce);
  terms.is_unsure = has(kUnsure);
  terms.audience = flags / kAudience % kAudience;
  if (terms.dialect >= dialects) throw NoDialect(info, index);
  const double base = info.Length() > index + 1 ? NumberArgument(info, index + 1) : 0;
  if (base >= 0 && base <= kLargestInteger) terms.base = static_cast<uint64_t>(base);
  return terms;
}

size_t DialectArgument(const Napi::CallbackInfo& info, size_t index, size_t dialects) {
  const double number = NumberArgument(info, index);
  if (number >= 0 && number < static_cast<double>(dialects)) return static_cast<size_t>(number);
  throw NoDialect(info, index);
}

DatasetView ViewArgument(const Napi::CallbackInfo& info, size_t index) {
  using View = DatasetView;
  using Names = std::array<std::pair<std::string_view, View>, 5>;
  return Named(info, index,
               Names{{{"commands", View::kCommands},
                      {"reset", View::kReset},
                      {"flat", View::kFlat},
                      {"sync", View::kSync},
                      {"data", View::kData}}});
}

}  // namespace gantt::binding
