// The addon module. Its state is in its objects, which belong to one JavaScript environment, so it
// works in worker threads and ends with them. Only the secret of the hashes belongs to the process.
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <random>
#include <string>

#include "arguments.h"
#include "base/keyed_hash.h"
#include "base/status.h"
#include "history_binding.h"
#include "journal_binding.h"
#include "json/reader.h"
#include "message/inspect.h"
#include "past_binding.h"
#include "project_binding.h"

namespace gantt::binding {
namespace {

struct Instance {
  json::Reader reader;
};

// (bytes, isSync): {command, project?, revision?}, of a sync message with `type` for `command`.
Napi::Value InspectMessage(const Napi::CallbackInfo& info) {
  constexpr size_t kUsualMessage = size_t{256} << 10;
  const Napi::Env env = info.Env();
  json::Reader& reader = env.GetInstanceData<Instance>()->reader;
  Inspection inspection;
  const char* const name = info[1].ToBoolean() ? "type" : "command";
  const Status status = Inspect(&reader, BytesArgument(info, 0), name, &inspection);
  reader.ShrinkTo(kUsualMessage);
  if (!status.ok()) return Failure(env, status);
  Napi::Object result = Napi::Object::New(env);
  result.Set(name, inspection.name);
  if (!inspection.revision.empty()) result.Set("revision", IdValue(env, inspection.revision));
  if (!inspection.project.empty()) result.Set("project", IdValue(env, inspection.project));
  return result;
}

HashSecret RandomSecret() {
  std::random_device random;
  HashSecret secret;
  for (uint64_t& part : secret) part = uint64_t{random()} << 32 | random();
  return secret;
}

// Set by the first environment, because later ones find existing tables. Throws if the system has
// no random numbers.
void ChooseHashSecret(Napi::Env env) {
  try {
    [[maybe_unused]] static const bool chosen = (SetHashSecret(RandomSecret()), true);
  } catch (const std::exception& fault) {
    throw Napi::Error::New(env, std::string("No secret for the hashes: ") + fault.what());
  }
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  ChooseHashSecret(env);
  env.SetInstanceData(new Instance);
  exports.Set("History", HistoryBinding::Define(env));
  exports.Set("Journal", JournalBinding::Define(env));
  exports.Set("Past", PastBinding::Define(env));
  exports.Set("Project", ProjectBinding::Define(env));
  exports.Set("inspect", Napi::Function::New<InspectMessage>(env, "inspect"));
  return exports;
}

}  // namespace
}  // namespace gantt::binding

using gantt::binding::Init;
NODE_API_MODULE(gantt_sync, Init)
