// Turns fuzz bytes into messages that mostly are well-formed: few names, so that records, phantom
// ids and parents meet. What the bytes choose is written down; nothing is checked here.
#ifndef GANTT_TEST_FUZZ_CHANGE_WRITER_H_
#define GANTT_TEST_FUZZ_CHANGE_WRITER_H_

#include <fuzzer/FuzzedDataProvider.h>

#include <string>

namespace gantt {

class ChangeWriter {
 public:
  explicit ChangeWriter(FuzzedDataProvider* bytes) : bytes_(*bytes) {}

  // A whole `project_change` of project 1.
  std::string Message();

 private:
  std::string Changes();
  std::string Section(bool is_input);
  std::string List(const char* list);
  std::string Entry(bool is_added);
  std::string Field();
  std::string Id();
  std::string Phantom();
  std::string Value();

  FuzzedDataProvider& bytes_;
};

}  // namespace gantt

#endif  // GANTT_TEST_FUZZ_CHANGE_WRITER_H_
