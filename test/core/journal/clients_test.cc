// Who was here is kept with the revisions, and comes back as it was.
#include "journal/clients.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "journal/journal_fixture.h"

namespace gantt {
namespace {

class ClientsTest : public JournalTest {
 protected:
  static KeptClient Client(const std::string& id, const std::string& user = "ann") {
    return {id, "first-" + id, user, "sync", "1", 0, 3, 4};
  }
  std::string Save(std::vector<KeptClient> clients) {
    return Render(journal_->Append({}, clients));
  }
  // "id origin user dialect project epoch seen answered", a line each.
  std::string Load(const std::string& fresh = "x") {
    std::vector<KeptClient> clients;
    const Status status = journal_->LoadClients(fresh, &identity_, &clients);
    if (!status.ok()) return Render(status);
    std::string lines;
    for (const KeptClient& client : clients) {
      lines += client.id + " " + client.origin + " " + client.user + " " + client.dialect + " " +
               client.project + " " + std::to_string(client.epoch) + " " +
               std::to_string(client.seen) + " " + std::to_string(client.answered) + "\n";
    }
    return lines;
  }
  std::string Run(const char* sql) {
    Database database;
    if (Status status = database.Open(path()); !status.ok()) return Render(status);
    return Render(database.Run(sql));
  }
  std::string identity_;
};

TEST_F(ClientsTest, ComeBackWithTheIdentityThatTheFileHadFirst) {
  Begin();
  EXPECT_EQ(Load("first"), "");
  ASSERT_EQ(Save({Client("a"), Client("b", "")}), "OK");
  ASSERT_EQ(Open(), "OK");
  EXPECT_EQ(Load("second"), "a first-a ann sync 1 0 3 4\nb first-b  sync 1 0 3 4\n");
  EXPECT_EQ(identity_, "first");
}

TEST_F(ClientsTest, WhatIsKeptLaterTakesThePlaceOfWhatWasAndIsTheLast) {
  Begin();
  ASSERT_EQ(Save({Client("a"), Client("b")}), "OK");
  KeptClient later = Client("a");
  later.seen = 9;
  ASSERT_EQ(Save({later}), "OK");
  EXPECT_EQ(Load(), "b first-b ann sync 1 0 3 4\na first-a ann sync 1 0 9 4\n");
}

TEST_F(ClientsTest, AreKeptInOneCommitWithTheRevisions) {
  Begin();
  const std::string records = Rename("a");
  const Journal::Batch wrong{"1", 7, "ann", records};
  const std::vector<KeptClient> clients{Client("a")};
  EXPECT_FALSE(journal_->Append({&wrong, 1}, clients).ok());
  EXPECT_EQ(Load(), "");
  const Journal::Batch right{"1", 0, "ann", records};
  EXPECT_TRUE(journal_->Append({&right, 1}, clients).ok());
  EXPECT_EQ(Load(), "a first-a ann sync 1 0 3 4\n");
}

TEST_F(ClientsTest, TheLastTenThousandAreKept) {
  Begin();
  std::vector<KeptClient> clients;
  for (int i = 0; i <= Clients::kMost; ++i) clients.push_back(Client(std::to_string(i)));
  ASSERT_EQ(Save(clients), "OK");
  const std::string lines = Load();
  EXPECT_TRUE(lines.starts_with("1 first-1 ann")) << lines.substr(0, 40);
}

TEST_F(ClientsTest, OneThatIsNotWhatWasWrittenIsNobody) {
  Begin();
  ASSERT_EQ(Save({Client("a"), Client("b")}), "OK");
  ASSERT_EQ(Run("UPDATE clients SET answered = 0 WHERE id = 'a'"), "OK");
  EXPECT_EQ(Load(), "b first-b ann sync 1 0 3 4\n");
}

TEST_F(ClientsTest, WhoIsForgottenIsSomebodyElse) {
  Begin();
  ASSERT_EQ(Save({Client("a")}), "OK");
  bool was_there = false;
  ASSERT_TRUE(journal_->ForgetUser("ann", "somebody", &was_there).ok());
  EXPECT_EQ(Load(), "a first-a somebody sync 1 0 3 4\n");
}

}  // namespace
}  // namespace gantt
