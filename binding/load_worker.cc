#include "load_worker.h"

#include <napi.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "arguments.h"
#include "project_binding.h"
#include "state/project_state.h"

namespace gantt::binding {
namespace {

class FreeWorker : public Napi::AsyncWorker {
 public:
  FreeWorker(Napi::Env env, std::unique_ptr<ProjectState> state)
      : Napi::AsyncWorker(env), state_(std::move(state)) {}

 private:
  void Execute() override { state_.reset(); }

  std::unique_ptr<ProjectState> state_;
};

// A queued worker deletes itself; in a terminating worker thread, queueing may fail.
void Enqueue(std::unique_ptr<Napi::AsyncWorker> worker) {
  worker->Queue();
  static_cast<void>(worker.release());
}

uint64_t Now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count());
}

}  // namespace

Napi::Value LoadWorker::Start(Napi::Env env, Napi::Object project_object, ProjectBinding* project,
                              Napi::Object buffer, std::string_view text, bool is_shown) {
  std::unique_ptr<LoadWorker> worker(new LoadWorker(env, project, text, is_shown));
  worker->kept_project_ = Napi::Persistent(project_object);
  worker->kept_buffer_ = Napi::Persistent(buffer);
  const Napi::Value promise = worker->deferred_.Promise();
  Enqueue(std::move(worker));
  return promise;
}

LoadWorker::LoadWorker(Napi::Env env, ProjectBinding* project, std::string_view text, bool is_shown)
    : Napi::AsyncWorker(env),
      project_(project),
      text_(text),
      is_shown_(is_shown),
      loader_(project->project().options().limits),
      deferred_(env) {}

void LoadWorker::Execute() {
  status_ = loader_.Load(text_, &data_);
  if (!status_.ok() || !is_shown_) return;
  for (const auto& store : data_.state->stores()) (void)store->Rows();  // It keeps the text.
}

void LoadWorker::OnOK() {
  const Napi::Env env = Env();
  if (!status_.ok()) {
    deferred_.Resolve(Failure(env, status_));
    return;
  }
  Enqueue(std::make_unique<FreeWorker>(env, project_->Replace(std::move(data_), Now())));
  deferred_.Resolve(env.Undefined());
}

void LoadWorker::OnError(const Napi::Error& error) { deferred_.Reject(error.Value()); }

}  // namespace gantt::binding
