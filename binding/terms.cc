#include "terms.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "arguments.h"

namespace gantt::binding {
namespace {

// lib/native/mode.js has the same numbers as MODE.
enum Mode : uint32_t {
  kFlat = 1,
  kSync = 2,
  kReject = 4,
  kServerWins = 8,
  kMerge = 16,
  kAsk = 32,
  kVeto = 64,
  kMayForce = 128,
  kForFlat = 256,
  kForSync = 512,
};

uint32_t ModeArgument(const Napi::CallbackInfo& info, size_t index) {
  if (info.Length() <= index) return 0;
  const double mode = NumberArgument(info, index);
  return mode >= 0 && mode < 1024 ? static_cast<uint32_t>(mode) : 0;
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
  return ModeArgument(info, index) == 0;
}

Terms TermsArgument(const Napi::CallbackInfo& info, size_t index) {
  const uint32_t mode = ModeArgument(info, index);
  if (mode == 0) return {};
  const auto has = [mode](Mode bit) { return (mode & bit) != 0; };
  Terms terms;
  if (has(kFlat)) terms.dialect = Dialect::kFlat;
  if (has(kSync)) terms.dialect = Dialect::kSync;
  if (has(kReject)) terms.policy = ConflictPolicy::kReject;
  if (has(kServerWins)) terms.policy = ConflictPolicy::kServerWins;
  if (has(kMerge)) terms.policy = ConflictPolicy::kMerge;
  if (has(kAsk)) terms.policy = ConflictPolicy::kAsk;
  terms.veto = has(kVeto);
  terms.may_force = has(kMayForce);
  terms.for_flat = has(kForFlat);
  terms.for_sync = has(kForSync);
  const double base = info.Length() > index + 1 ? NumberArgument(info, index + 1) : 0;
  if (base >= 0 && base <= kLargestInteger) terms.base = static_cast<uint64_t>(base);
  return terms;
}

Dialect DialectArgument(const Napi::CallbackInfo& info, size_t index) {
  using Names = std::array<std::pair<std::string_view, Dialect>, 3>;
  return Named(
      info, index,
      Names{
          {{"commands", Dialect::kCommands}, {"flat", Dialect::kFlat}, {"sync", Dialect::kSync}}});
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
